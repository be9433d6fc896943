"""The review inbox: what customers really wrote, and what editors make of it."""
