"""Cases, contacts, and what may be said in public."""
