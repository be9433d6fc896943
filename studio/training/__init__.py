"""Trains candidates on demand, compares them with the present assistant, and promotes them."""
