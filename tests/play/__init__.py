"""`make play`: plays customers' sides of conversations through the real channels and judges."""
