"""Tests of concerns, how they are added up, and what supervisors see of it."""
