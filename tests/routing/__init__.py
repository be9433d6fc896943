"""Routing's rules, without any store."""
