"""Who waits and who is with people, kept in the process: a page reads only what has changed."""
