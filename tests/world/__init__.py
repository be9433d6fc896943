"""A fake world: one process that plays X's API and Meta's Graph API, and people who use them."""
