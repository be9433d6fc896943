"""Outage mode: groups as they come, one approved text to all, and a word when it is fixed."""
