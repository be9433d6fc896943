"""Where editors teach the assistant: examples, versions, reviews, training, models."""
