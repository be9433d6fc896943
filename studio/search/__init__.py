"""Finds examples by word and by meaning."""
