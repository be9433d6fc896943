"""Everything that goes wrong with platforms, on demand and repeatable."""

import random
import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Platform = Literal["x", "facebook"]
Share = Annotated[float, Field(ge=0, le=1)]


class DeliveryTrouble(BaseModel):
    """What happens to webhooks of a platform.

    `duplicate` and `lose` are shares of all events; `shuffle` is how many events are mixed up
    among themselves; `batch` how many travel in one request (Meta only: X sends one each);
    `delay` is in seconds; `parallel` is how many requests are open at once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    duplicate: Share = 0.0
    lose: Share = 0.0
    shuffle: int = Field(1, ge=1, le=1000)
    batch: int = Field(1, ge=1, le=1000)
    delay: float = Field(0.0, ge=0, le=60)
    parallel: int = Field(1, ge=1, le=50)
    bad_signature: Share = 0.0
    seed: int = 1


class AnswerTrouble(BaseModel):
    """What happens to the answers of an API.

    `status` answers so without any effect; `rate_limit` and `usage_cap` are a 429 (for Meta the
    code 4, 17, 32 or 613); `error` is an error of Meta by code and subcode; `drop` has the effect
    and cuts the connection, `stall` has it and is silent for `seconds` first. `path` is a regular
    expression that is searched in the request's path.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    platform: Platform
    kind: Literal["status", "rate_limit", "usage_cap", "error", "drop", "stall"]
    method: str = ""
    path: str = ""
    times: int = Field(1, ge=1, le=100_000)
    status: int = Field(503, ge=400, le=599)
    seconds: float = Field(5.0, ge=0, le=86_400)
    code: int = 4
    subcode: int | None = None

    def concerns(self, platform: str, method: str, path: str) -> bool:
        return (
            self.platform == platform
            and self.method in ("", method)
            and re.search(self.path, path) is not None
        )


class TroubleRequest(BaseModel):
    """What a test asks for; what it leaves out stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    deliveries: dict[Platform, DeliveryTrouble] | None = None
    answers: list[AnswerTrouble] = []
    dead_tokens: list[Platform] | None = None
    revoked: list[Platform] | None = None


class Trouble:
    """The trouble that is on at the moment."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._deliveries: dict[str, DeliveryTrouble] = {}
        self._chances: dict[str, random.Random] = {}
        self._answers: list[tuple[AnswerTrouble, int]] = []
        self.dead_tokens: set[str] = set()
        self.revoked: set[str] = set()

    def begin(self, wanted: TroubleRequest) -> None:
        for platform, plan in (wanted.deliveries or {}).items():
            self._deliveries[platform] = plan
            self._chances[platform] = random.Random(plan.seed)
        self._answers += [(answer, answer.times) for answer in wanted.answers]
        if wanted.dead_tokens is not None:
            self.dead_tokens = set(wanted.dead_tokens)
        if wanted.revoked is not None:
            self.revoked = set(wanted.revoked)

    def deliveries(self, platform: str) -> DeliveryTrouble:
        return self._deliveries.get(platform, DeliveryTrouble())

    def chance(self, platform: str) -> random.Random:
        return self._chances.setdefault(platform, random.Random(1))

    def answer(self, platform: str, method: str, path: str) -> AnswerTrouble | None:
        """Return what happens to this answer, and count it down."""
        for index, (trouble, left) in enumerate(self._answers):
            if trouble.concerns(platform, method, path):
                self._answers[index : index + 1] = [(trouble, left - 1)] if left > 1 else []
                return trouble
        return None

    def shown(self) -> dict[str, object]:
        return {
            "deliveries": {name: plan.model_dump() for name, plan in self._deliveries.items()},
            "answers": [{**one.model_dump(), "times": left} for one, left in self._answers],
            "dead_tokens": sorted(self.dead_tokens),
            "revoked": sorted(self.revoked),
        }
