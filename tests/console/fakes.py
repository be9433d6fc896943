"""What lies outside of the console: a vault, a shield, the provider's office, the editors."""

from dataclasses import dataclass, field
from typing import Any

from conversation.identity import ConversationId
from conversation.judgements import Flagged
from conversation.repairs import CreditRefusedError, CreditStand, CreditsUnavailableError
from gateway.privacy.normal_forms import normal_form
from gateway.privacy.redactor import Redactor


class Safe:
    """A vault that knows some placeholders of every conversation."""

    def __init__(self) -> None:
        self.values = {"[TELEFON_1]": "0431 5550123", "[KUNDENNUMMER_1]": "FK-10483920"}

    async def resolve(self, _conversation: ConversationId, names: Any) -> dict[str, str]:
        return {name: self.values[name] for name in names if name in self.values}


class Keeping:
    """A shield that puts what the redactor finds into the test's vault."""

    def __init__(self, vault: Safe) -> None:
        self._vault = vault

    async def protect(self, _conversation: ConversationId, text: str) -> str:
        redacted = Redactor().redact(text)
        return redacted.filled([self._name(one) for one in redacted.findings])

    def _name(self, finding: Any) -> str:
        known = self._vault.values
        plain = normal_form(finding.kind, finding.value)
        for name, value in known.items():
            if normal_form(finding.kind, value) == plain:
                return name
        kind = finding.kind.value
        number = 1 + sum(name.startswith(f"[{kind}_") for name in known)
        known[f"[{kind}_{number}]"] = finding.value
        return f"[{kind}_{number}]"


@dataclass
class Office:
    """The provider's side: what it was asked for, by key, and what it says to that."""

    asked: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    granted: bool | None = None
    words: str = ""
    out: bool = False
    refuses: str = ""

    async def ask(self, *, key: str, customer: str, cents: int, words: str) -> CreditStand:
        self._answers()
        if self.refuses:
            raise CreditRefusedError(self.refuses)
        self.asked[key] = (customer, cents, words)
        return await self.stand("T-1")

    async def stand(self, reference: str) -> CreditStand:
        self._answers()
        return CreditStand(reference, self.granted, self.words)

    def _answers(self) -> None:
        if self.out:
            raise CreditsUnavailableError("Nobody answers.")


@dataclass
class Editors:
    """Those who teach, and an assistant that takes every text for the same."""

    ranks: dict[str, float] = field(
        default_factory=lambda: {"ask_bill": 0.61, "dispute_bill": 0.3, "unheard_of": 0.05}
    )
    flagged: list[Flagged] = field(default_factory=list)
    settled: bool = False

    async def ranking(self, _text: str) -> dict[str, float]:
        return self.ranks

    async def flag(self, flagged: Flagged) -> bool:
        self.flagged.append(flagged)
        return not self.settled


def detect(text: str) -> list[str]:
    """Find personal data as the desk does."""
    return [finding.kind.value for finding in Redactor().redact(text).findings]
