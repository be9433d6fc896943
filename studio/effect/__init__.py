"""What teaching has changed: before and after each assistant that was taken."""
