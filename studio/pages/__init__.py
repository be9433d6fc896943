"""The studio's pages: labelling by keyboard, examples, the draft."""
