"""What tests stand on: servers of their own, started and ended by process id."""
