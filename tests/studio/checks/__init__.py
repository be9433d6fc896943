"""What editors are told while they type."""
