"""The staff side: login, roles, sessions, pages."""
