"""What a plain yes or no means: the action that each answer to an open question leads to."""

from dataclasses import dataclass

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Offer:
    """An open question; `yes` and `no` name the action that follows, None: a polite word is all."""

    yes: str | None = None
    no: str | None = None


# By the value of the slot `offer`; any message but a yes or no sets that back to NOTHING.
OFFERS = {
    "human": Offer(yes="action_request_human"),
    "first_steps": Offer(yes="action_first_steps"),
    "availability": Offer(yes="availability_form"),
}


def offered(name: str | None) -> Offer:
    """Return the open question of that name; none is open if nobody knows it."""
    return OFFERS.get(name or NOTHING, Offer())
