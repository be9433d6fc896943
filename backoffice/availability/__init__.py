"""What can be had where (TMF645): fibre, VDSL and 5G by postcode."""
