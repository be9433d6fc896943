"""Trainings, comparisons and decisions."""
