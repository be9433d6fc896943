"""The administration: people and their roles, teams, skills, hours, tokens, the audit log."""
