"""The product catalogue: what can be ordered, and at what price (TMF620)."""
