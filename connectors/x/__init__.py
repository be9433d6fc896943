"""The X connector: public posts and direct messages, in and out; README.md explains it."""
