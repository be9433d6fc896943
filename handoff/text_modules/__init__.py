"""Ready texts: where they are written, and how they reach the reply of an agent."""
