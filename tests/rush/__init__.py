"""A rush at the desk: many agents, many conversations, and processes that are killed."""
