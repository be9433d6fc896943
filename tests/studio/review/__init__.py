"""The review inbox."""
