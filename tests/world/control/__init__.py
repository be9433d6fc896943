"""What only the fake world has: an API for tests and a page for people."""
