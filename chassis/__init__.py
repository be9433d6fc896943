"""What every process stands on: logs, health, metrics, settings, a server. Knows no feature."""
