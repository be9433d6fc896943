"""Technicians' appointments (TMF646): when they are free, and who has booked them."""
