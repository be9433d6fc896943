"""How sending to X may end other than well, each with a name and a sentence for people."""

from conversation.errors import UndeliverableError


class NeedsPersonError(UndeliverableError):
    """X refuses this line, and a person has to see to the customer.

    `code` names the reason for programs: `not_summoned`, `needs_approval`, ...
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class RuledOutError(UndeliverableError):
    """A rule keeps this line from being said; nothing was sent.

    `code` names the rule: `one_reply`, `not_summoned`, `stopped`, `link`, `too_long`, ...
    """

    for_people = False

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
