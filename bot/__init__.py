"""The engine's own code, run inside Rasa on Python 3.10; imports nothing else of ours."""
