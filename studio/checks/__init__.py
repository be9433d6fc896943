"""Tells editors, while they type, what an example might do to the assistant."""
