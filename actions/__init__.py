"""The engine's hands: a module per topic reads the dialogue, asks a service, phrases the answer."""
