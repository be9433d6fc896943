"""The repository of examples: what is read, what is changed, what stays byte for byte."""
