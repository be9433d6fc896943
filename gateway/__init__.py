"""Wiring: settings, the composition root, the processes, inbox and outbox."""
