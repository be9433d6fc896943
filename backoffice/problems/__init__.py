"""Faults in the network: where, which service, until when (TMF656)."""
