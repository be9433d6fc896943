"""From cases, contacts and platforms to what an agent sees: pure functions, no I/O."""

from collections.abc import Sequence
from datetime import timedelta

from conversation.contacts import Contact
from conversation.identity import ConversationId
from conversation.messages import Line
from conversation.people import person_of
from conversation.ports import ConversationState
from handoff.console import words
from handoff.console.addresses import key_of, label_of, path_of
from handoff.console.line_showing import Fates, line_view
from handoff.console.line_views import ThreadView
from handoff.console.list_views import TroubleView
from handoff.console.outer_words import told
from handoff.console.platforms import Budget, Draft, Past, Trouble
from handoff.console.showing import Seen, status_of
from handoff.console.times import clock_time, duration
from handoff.console.views import BudgetView, ContactView, DraftView, PastView, PersonView
from staff.language import N_, _

# From here on, whoever writes should hurry to an end; in characters as the platform counts.
NEARLY_FULL = 20
NO_LINKS = N_("Links sind öffentlich abgeschaltet, so wird es nicht gesendet")


def thread_view(
    state: ConversationState,
    lines: Sequence[Line],
    fates: Fates,
    *,
    seen: Seen,
    open_now: ConversationId,
    latest: ConversationId | None,
) -> ThreadView:
    """Return one conversation of a case as a column."""
    conversation = state.conversation
    public = conversation.channel.public
    return ThreadView(
        key=key_of(conversation),
        path=path_of(conversation),
        label=label_of(conversation),
        channel=words.CHANNELS[conversation.channel],
        public=public,
        reach=words.EVERYBODY_READS if public else words.IN_PRIVATE,
        status=status_of(state, seen),
        owner=state.hold.owner.value,
        current=conversation == open_now,
        latest=conversation == latest,
        order=len(lines),
        lines=tuple(line_view(line, fates, seen, conversation=conversation) for line in lines),
    )


def contact_view(
    contact: Contact, past: Sequence[Past], *, open_now: ConversationId, seen: Seen
) -> ContactView:
    """Return who writes in a conversation and what else they wrote."""
    here = person_of(open_now)
    proofs = {member.person: words.PROOFS[member.proof] for member in contact.members}
    return ContactView(
        people=tuple(
            PersonView(
                id=str(person),
                platform=words.PLATFORMS[person.platform],
                proof=proofs.get(person, ""),
                here=person == here,
            )
            for person in contact.people
        ),
        past=tuple(
            PastView(
                path=path_of(one.conversation),
                label=label_of(one.conversation),
                status=words.OWNERS[one.owner],
                last=clock_time(one.last_at, zone=seen.zone, now=seen.now),
                current=one.conversation == open_now,
            )
            for one in past
        ),
    )


def budget_view(budget: Budget) -> BudgetView:
    """Return a budget in words: how much of it is left, and for how long it is counted."""
    return BudgetView(
        span=_span(budget.span),
        limit=budget.limit,
        used=budget.used,
        left=budget.left,
        wait=duration(budget.wait) if budget.wait > timedelta(0) else "",
        price=budget.price,
        empty=budget.left <= 0 or budget.wait > timedelta(0),
    )


def draft_view(draft: Draft) -> DraftView:
    """Return what becomes of a reply, and what to look at before it is sent."""
    left = draft.most - draft.length
    state = "late" if left < 0 else "soon" if left <= NEARLY_FULL else "calm"
    warnings = [_("%(left)s Zeichen zu lang für einen Beitrag.", left=-left)] if left < 0 else []
    warnings += [
        _("„%(link)s“ würde ein Link. Beim Senden kommt das fehlende Leerzeichen dazu.", link=link)
        for link in draft.accidental
    ]
    if draft.links:
        what = _("Mit Link wird es teurer") if draft.links_allowed else NO_LINKS
        warnings.append(f"{what}: {', '.join(draft.links)}")
    return DraftView(
        words=_("%(length)s von %(most)s", length=draft.length, most=draft.most),
        state=state,
        price=draft.price,
        warnings=tuple(warnings),
    )


def trouble_view(trouble: Trouble, seen: Seen) -> TroubleView:
    """Return an account's trouble in words."""
    return TroubleView(
        account=trouble.account,
        platform=words.PLATFORMS[trouble.platform],
        reason=told(trouble.reason),
        stops=", ".join(str(words.CHANNELS[channel]) for channel in trouble.stops),
        since=clock_time(trouble.since, zone=seen.zone, now=seen.now),
    )


def _span(span: timedelta) -> str:
    hours = span // timedelta(hours=1)
    return f"{hours} h" if hours else f"{span // timedelta(minutes=1)} min"
