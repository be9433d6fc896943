"""The embedded provider's back office: tariffs and faults as TM Forum Open APIs over SQL."""
