"""Sample data of the fictional Fördekom: catalogue, areas, faults, customers, all of theirs."""
