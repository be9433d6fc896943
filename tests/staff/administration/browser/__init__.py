"""The administration in a real browser."""
