"""Suggestions for agents: questions answered before, kept without a name, found by meaning."""
