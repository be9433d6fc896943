"""Who taught what and why: each change a git commit, a draft per editor, one published truth."""
