"""When a person is needed: pure rules over a turn and what came before."""

from conversation.signals import Reason, Signal
from conversation.turns import Turn


def needed_person(turn: Turn) -> Signal | None:
    """Return the reason to fetch a person, if there is one.

    What an action asked for stands. A turn without a word is a failure of ours: a customer never
    meets silence.
    """
    if turn.signal is not None:
        return turn.signal
    if not turn.replies:
        return Signal(
            Reason.BOT_UNAVAILABLE, "Der Assistent hatte auf die Nachricht keine Antwort."
        )
    return None
