"""What teaching changes."""
