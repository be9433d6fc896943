"""Tests against the whole real system: engine, model, Redis, every process."""
