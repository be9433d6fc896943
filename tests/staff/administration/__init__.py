"""The administration."""
