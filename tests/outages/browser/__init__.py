"""The pages of outage mode in a real browser."""
