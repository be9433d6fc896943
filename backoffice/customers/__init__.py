"""The provider's customers (TMF629): who they are, where they live, what they have with us."""
