"""The web chat: Rasa's socket.io protocol, and a widget of our own that says more."""
