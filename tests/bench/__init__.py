"""Measurements: run by `make bench`, reported under docs/measurements/."""
