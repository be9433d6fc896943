"""Measures how well the assistant understands: labelled messages in, figures and a report out."""
