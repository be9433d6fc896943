"""What can make the encoder or its tuning impossible, each told in one plain sentence."""


class UnusableModelError(Exception):
    """The model is missing, incomplete or cannot be read; the message is a sentence for people."""


class UnusableExamplesError(Exception):
    """The examples to tune on cannot be used; the message is a sentence for people."""
