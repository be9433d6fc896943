"""The agent console: who waits, what was said, and the answer."""
