"""Sample data of the fictional Fördekom: a catalogue, areas, running and past faults."""
