"""Examples that come in files and go out in files."""
