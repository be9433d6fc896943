"""Versions: commits, drafts, merges, history."""
