"""Outage mode for supervisors: its pages, over HTTP and in a browser."""
