"""Measures whether people are fetched when they should be: scripts played, judged and counted."""
