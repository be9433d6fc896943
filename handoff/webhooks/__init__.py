"""Outgoing webhooks: registered by administrators, told by a process of their own."""
