"""Which person answers a waiting conversation, and when: rules without any I/O."""
