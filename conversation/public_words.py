"""Promise 5: in public, nothing personal is repeated; one check for everybody who speaks."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from conversation.cases import Cases
from conversation.errors import UndeliverableError
from conversation.identity import ConversationId
from conversation.known import PLACEHOLDER
from conversation.messages import Line
from conversation.ports import Sender, Transcripts, Vault

# Shorter values, such as a house number alone, stand in any text by chance.
SHORTEST_VALUE = 5

#: Returns the kinds of personal data in a text, such as `IBAN`; ours (the hotline) are none.
Detector = Callable[[str], Iterable[str]]


class PersonalInPublicError(UndeliverableError):
    """A line for all to read holds personal data; `kinds` names them, never their values."""

    def __init__(self, kinds: Sequence[str]) -> None:
        super().__init__(f"Persönliches gehört nicht in die Öffentlichkeit: {', '.join(kinds)}.")
        self.kinds = tuple(kinds)


def personal_kinds(
    text: str, *, detector: Detector, values: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the kinds of personal data in `text`, sorted; empty if everybody may read it.

    `values` are what the case's placeholders stand for: found however they are spaced, dashed or
    capitalised, also where no detector would know them. A placeholder itself is personal, too: who
    writes one means its value.
    """
    kinds = set(detector(text))
    kinds.update(_kind(found.group()) for found in PLACEHOLDER.finditer(text))
    flat = _flat(text)
    for placeholder, value in (values or {}).items():
        known = _flat(value)
        if len(known) >= SHORTEST_VALUE and known in flat:
            kinds.add(_kind(placeholder))
    return tuple(sorted(kinds))


def placeholders_in(texts: Iterable[str]) -> list[str]:
    """Return the placeholders that stand in texts, each once."""
    return sorted({found.group() for text in texts for found in PLACEHOLDER.finditer(text)})


@dataclass(frozen=True, slots=True)
class PublicWords:
    """Checks what is about to be said where everybody reads along."""

    detector: Detector
    cases: Cases
    transcripts: Transcripts
    vault: Vault

    async def check(self, conversation: ConversationId, line: Line) -> None:
        """Raise PersonalInPublicError if a line must not be said there; in private all may be.

        Also what the customer told in the private part of the case stays out of the public one.
        """
        kinds = await self.kinds(conversation, "\n".join((line.text, *_titles(line))))
        if kinds:
            raise PersonalInPublicError(kinds)

    async def kinds(self, conversation: ConversationId, text: str) -> tuple[str, ...]:
        """Return what in `text` is too personal for `conversation`, by kind."""
        if not conversation.channel.public:
            return ()
        found = set(personal_kinds(text, detector=self.detector))
        for part in (await self.cases.of(conversation)).conversations:
            values = await self._values(part)
            found.update(personal_kinds(text, detector=self.detector, values=values))
        return tuple(sorted(found))

    async def _values(self, conversation: ConversationId) -> dict[str, str]:
        lines = await self.transcripts.lines(conversation)
        placeholders = placeholders_in(line.text for line in lines)
        return await self.vault.resolve(conversation, placeholders) if placeholders else {}


@dataclass(slots=True)
class CarefulSender:
    """A public channel's way out that keeps personal data in; see ports.Sender."""

    sender: Sender
    words: PublicWords
    repeatable: bool

    @classmethod
    def around(cls, sender: Sender, words: PublicWords) -> "CarefulSender":
        """Return `sender` behind the check."""
        return cls(sender=sender, words=words, repeatable=sender.repeatable)

    async def send(self, conversation: ConversationId, line: Line) -> None:
        """See ports.Sender; also raises PersonalInPublicError, before anything is sent."""
        await self.words.check(conversation, line)
        await self.sender.send(conversation, line)


def _titles(line: Line) -> tuple[str, ...]:
    return tuple(button.title for button in line.buttons)


def _kind(placeholder: str) -> str:
    return placeholder[1:-1].rpartition("_")[0]


def _flat(text: str) -> str:
    """Return letters and digits only, in one spelling, so that `DE 12-34` is `de1234`."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"str(?:aße|asse)", "str", "".join(filter(str.isalnum, plain)))
