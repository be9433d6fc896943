"""Personal data in customers' lines: found, replaced by placeholders, kept apart under a key."""
