"""The agent console, over HTTP and in a browser."""
