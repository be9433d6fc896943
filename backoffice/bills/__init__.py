"""Customers' bills (TMF678) to read: what was charged for which time."""
