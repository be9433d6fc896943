"""The core: who is speaking, who answers, what may be said. Standard library only, no I/O."""
