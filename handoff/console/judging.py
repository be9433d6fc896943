"""Learning from agents: what was misunderstood, and whether a person was fetched when needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from conversation.context import Context
from conversation.escalation.findings import WeighedTurn
from conversation.identity import ConversationId, LineId
from conversation.judgements import Flagged, Judgement, Judgements, Teaching, Verdict
from conversation.messages import Line, Speaker
from conversation.packets import Understood
from conversation.ports import Clock, ConversationState, Desk
from conversation.signals import Reason
from handoff.console import words
from handoff.console.addresses import path_of
from handoff.console.gathering import Gathering
from handoff.console.judge_views import IntentsView, JudgeView, Option
from handoff.console.views import Notice
from staff.access import SignedIn
from staff.language import N_
from staff.ports import Account, Audit

LINES_SHOWN = 30
WORDS_SHOWN = 90
NOT_UNDERSTOOD = "nlu_fallback"
#: What a judgement is about where nobody was fetched.
NEVER = "never"

VERDICTS = {
    Verdict.RIGHT: N_("war richtig"),
    Verdict.LATE: N_("hätte früher kommen sollen"),
    Verdict.NEEDLESS: N_("hätte nicht kommen müssen"),
}
FLAGGED = Notice(N_("Danke. Es liegt jetzt bei der Redaktion obenauf."))
SETTLED = Notice(N_("Danke, vermerkt. Die Redaktion hat diesen Satz schon bearbeitet."))
JUDGED = Notice(N_("Danke, vermerkt. Es zählt im Bericht über die Übergaben."))
NO_LINE = Notice(N_("Nicht vermerkt: Diese Nachricht gibt es hier nicht (mehr)."), bad=True)
NO_INTENT = Notice(N_("Nicht vermerkt: Es fehlt, was gemeint war."), bad=True)
NO_VERDICT = Notice(N_("Nicht vermerkt: Es fehlt das Urteil."), bad=True)
NO_REASON = Notice(N_("Nicht vermerkt: Es fehlt der Grund."), bad=True)
NO_HANDOFF = Notice(
    N_("Nicht vermerkt: Hier wurde niemand geholt. Es kann nur früher nötig gewesen sein."),
    bad=True,
)


@dataclass(frozen=True, slots=True)
class Handoff:
    """The last time a person was fetched into a conversation; `subject` names it for good."""

    subject: str
    reason: Reason
    at: datetime


@dataclass(frozen=True, slots=True)
class Judging:
    """Takes what agents say, whoever holds the conversation."""

    desk: Desk
    gathering: Gathering
    judgements: Judgements
    teaching: Teaching
    audit: Audit
    clock: Clock

    async def view(self, conversation: ConversationId, who: SignedIn) -> JudgeView:
        """Return what can be judged; intents are ranked once a line is asked for."""
        state, context = await self.desk.recall(conversation)
        lines = await self._lines(conversation)
        handoff = handoff_of(state, context)
        subject = handoff.subject if handoff else NEVER
        known = [one for one in await self.judgements.of(conversation) if one.subject == subject]
        verdict = known[0].verdict if known else None
        reason = known[0].reason if known else handoff.reason if handoff else None
        return JudgeView(
            csrf=who.csrf,
            path=path_of(conversation),
            lines=_line_options(lines, _understood(state, context)),
            intents=intents_view({}, taken=""),
            handed_over=words.REASONS[handoff.reason] if handoff else "",
            verdicts=tuple(
                Option(one.value, its, chosen=one is verdict)
                for one, its in VERDICTS.items()
                if handoff or one is Verdict.LATE
            ),
            reasons=tuple(
                Option(one.value, its, chosen=one is reason)
                for one, its in words.REASONS.items()
                if one is not Reason.BOT_UNAVAILABLE or one is reason
            ),
        )

    async def intents(self, conversation: ConversationId, line: LineId) -> IntentsView:
        """Return the intents for a line, by what the assistant takes it for now."""
        said = await self._line(conversation, line)
        ranking = await self.teaching.ranking(said.text) if said else {}
        state, context = await self.desk.recall(conversation)
        understood = _understood(state, context).get(line)
        return intents_view(ranking, taken=understood.intent if understood else "")

    async def misunderstood(
        self, conversation: ConversationId, agent: Account, *, line: LineId, meant: str
    ) -> Notice:
        """Bring a line before the editors, with what it was."""
        if meant not in words.INTENTS or meant == NOT_UNDERSTOOD:
            return NO_INTENT
        said = await self._line(conversation, line)
        if said is None:
            return NO_LINE
        state, context = await self.desk.recall(conversation)
        understood = _understood(state, context).get(line)
        ranking = tuple((await self.teaching.ranking(said.text)).items())
        taken = understood.intent if understood else ranking[0][0] if ranking else ""
        await self.audit.record(agent.id, "flagged_misunderstanding", conversation, meant)
        await self.judgements.judge(
            Judgement(
                conversation=conversation,
                subject=f"line {line}",
                verdict=Verdict.MISUNDERSTOOD,
                by=agent.id,
                at=self.clock.now(),
                happened_at=said.at,
                line=line,
                taken=taken,
                meant=meant,
            )
        )
        waits = await self.teaching.flag(
            Flagged(
                conversation=conversation,
                line=line,
                text=said.text,
                at=said.at,
                meant=meant,
                ranking=ranking,
                anger=(understood.anger or 0) if understood else 0,
            )
        )
        return FLAGGED if waits else SETTLED

    async def judge(
        self,
        conversation: ConversationId,
        agent: Account,
        *,
        verdict: str,
        reason: str,
        line: LineId | None,
    ) -> Notice:
        """Keep whether a person was fetched rightly, too late or needlessly."""
        found = next((one for one in VERDICTS if one.value == verdict), None)
        if found is None:
            return NO_VERDICT
        state, context = await self.desk.recall(conversation)
        handoff = handoff_of(state, context)
        if handoff is None and found is not Verdict.LATE:
            return NO_HANDOFF
        # Only what should have come earlier may have another reason than the one it came for.
        its = handoff.reason if handoff and found is not Verdict.LATE else _reason(reason)
        lines = await self._lines(conversation)
        if its is None:
            return NO_REASON
        if not lines or (line and not any(one.id == line for one in lines)):
            return NO_LINE
        await self.audit.record(
            agent.id, "judged_handoff", conversation, f"{found.value} {its.value}"
        )
        await self.judgements.judge(
            Judgement(
                conversation=conversation,
                subject=handoff.subject if handoff else NEVER,
                verdict=found,
                by=agent.id,
                at=self.clock.now(),
                happened_at=handoff.at if handoff else lines[-1].at,
                reason=its,
                line=line if found is Verdict.LATE else None,
            )
        )
        return JUDGED

    async def _lines(self, conversation: ConversationId) -> list[Line]:
        """Return what the customer has said and not taken back."""
        thread = await self.gathering.thread(conversation)
        return [
            one
            for one in thread.lines
            if one.speaker is Speaker.CUSTOMER and one.text and one.erased_at is None
        ]

    async def _line(self, conversation: ConversationId, line: LineId) -> Line | None:
        return next((one for one in await self._lines(conversation) if one.id == line), None)


def handoff_of(state: ConversationState, context: Context) -> Handoff | None:
    """Return the last handoff: as the rules weighed it, else as its packet tells."""
    packet = state.packet
    turn = _handing(packet.weighed if packet else context.weighed)
    if turn is not None and turn.handed_over is not None:
        return Handoff(f"handoff {turn.line}", turn.handed_over, turn.at)
    if packet is None or packet.handed_off_at is None:
        return None
    millis = int(packet.handed_off_at.timestamp() * 1000)
    return Handoff(f"handoff at {millis}", packet.reason, packet.handed_off_at)


def intents_view(ranking: Mapping[str, float], *, taken: str) -> IntentsView:
    """Return all intents to choose from, the likely first; `taken` is what it was taken for."""
    likely = [one for one in ranking if one in words.INTENTS and one != NOT_UNDERSTOOD]
    others = sorted(
        (one for one in words.INTENTS if one not in likely and one != NOT_UNDERSTOOD),
        key=lambda one: str(words.INTENTS[one]).lower(),
    )
    # The first one that it was not taken for: whoever is here says that this one was wrong.
    first = next((one for one in likely if one != taken), "")
    return IntentsView(
        likely=tuple(
            Option(
                one,
                words.INTENTS[one],
                hint=f"{round(100 * ranking[one])} %",
                chosen=one == first,
            )
            for one in likely
        ),
        others=tuple(Option(one, words.INTENTS[one]) for one in others),
    )


def _handing(weighed: Sequence[WeighedTurn]) -> WeighedTurn | None:
    return next((one for one in reversed(weighed) if one.handed_over), None)


def _understood(state: ConversationState, context: Context) -> dict[LineId, Understood]:
    packet = state.packet.understood if state.packet else ()
    return {one.line: one for one in (*packet, *context.understood)}


def _line_options(
    lines: Sequence[Line], understood: Mapping[LineId, Understood]
) -> tuple[Option, ...]:
    """Return the last lines, the latest first; the one understood worst is chosen."""
    shown = list(reversed(lines))[:LINES_SHOWN]
    known = [one.id for one in shown if one.id in understood]
    worst = min(known, key=lambda one: understood[one].confidence, default=None)
    return tuple(
        Option(
            one.id,
            _short(one.text),
            hint=words.intent_words(understood[one.id].intent) if one.id in understood else "",
            chosen=one.id == worst,
        )
        for one in shown
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= WORDS_SHOWN else flat[: WORDS_SHOWN - 1].rstrip() + "…"


def _reason(text: str) -> Reason | None:
    return next((one for one in Reason if one.value == text), None)
