"""Channels: what each platform sends and wants, translated to and from the core."""
