"""Gets waiting conversations to agents: offers, claims, capacity, and what is left behind."""
