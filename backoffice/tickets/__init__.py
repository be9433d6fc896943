"""Trouble tickets (TMF621): what customers reported, and how it stands."""
