"""Files of examples."""
