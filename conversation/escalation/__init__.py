"""When a person is needed: explained rules over a turn, its history and its case. Pure."""
