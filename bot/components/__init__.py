"""Graph components of our own that the engine's pipeline is built from."""
