"""Tests of what supervisors see and do."""
