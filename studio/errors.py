"""What can go wrong while the assistant is trained or loaded, each told in one sentence."""


class TrainingError(Exception):
    """The training could not be done; the message is a sentence for people."""


class TrainingCancelledError(TrainingError):
    """Somebody stopped the training; nothing has changed."""


class BusyError(TrainingError):
    """Another training is going on; nothing has changed."""


class NoModelError(Exception):
    """No assistant has been trained yet."""


class DamagedModelError(Exception):
    """What lies in the models folder is not what was trained; it must not be loaded."""
