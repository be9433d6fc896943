"""Facebook: fixtures of others, forged bodies, windows, errors, batches, and a strict Graph API."""
