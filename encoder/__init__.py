"""Sentences in, vectors out: sentence-transformers behind HTTP, and its tuning on examples."""
