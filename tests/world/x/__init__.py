"""X as its API and its webhooks show it."""
