"""SQL memory: what was said, who held it and what staff did, kept for good."""
