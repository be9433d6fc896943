"""Where editors teach the assistant: training, versions, and later its labels and reviews."""
