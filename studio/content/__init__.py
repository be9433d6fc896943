"""What the assistant is taught, as editors see it: examples they read, add, change and move."""
