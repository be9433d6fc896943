"""What supervisors see and do: the live board, and giving conversations to others."""
