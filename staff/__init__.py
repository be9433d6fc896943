"""Who may work here and what it looks like: login, roles, page layout and design system."""
