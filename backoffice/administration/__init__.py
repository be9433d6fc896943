"""What only the provider's own people and tests set: the time, technicians, what is to be had."""
