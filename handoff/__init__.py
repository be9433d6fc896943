"""When people take over: the desk that knows who holds a conversation, and the console."""
