"""How a database becomes what this version of the back office needs."""
