"""A small harness for each connector, by which one suite runs over all; named as its folder."""
