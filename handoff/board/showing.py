"""From what was counted to what a supervisor sees: pure functions, no I/O."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2s

from conversation.ports import ConversationState
from conversation.routing.lifecycle import Stage
from conversation.routing.ports import Standing
from conversation.routing.teams import AtWork, Presence, Team, TeamId
from handoff.board.addresses import path_of_giving
from handoff.board.counting import Moment, TeamCount, load
from handoff.board.views import AgentRow, Figure, HeldLink, Since, SiteView, TeamRow, WaitingRow
from handoff.console import words
from handoff.console.addresses import key_of, label_of
from handoff.console.outer_words import told
from handoff.console.showing import tone_of, waiting_since
from handoff.console.times import due, duration
from staff.language import N_, _, percent_words

PRESENCES = {
    Presence.AVAILABLE: N_("Bereit"),
    Presence.BUSY: N_("Beschäftigt"),
    Presence.BREAK: N_("Pause"),
    Presence.AWAY: N_("Nicht da"),
}
STAGES = {Stage.OFFERED: N_("angeboten"), Stage.WRAPPING_UP: N_("in Nachbearbeitung")}
NO_SITE = N_("Ohne Team")
PREVIEW = 110


def figures(moment: Moment, counts: Mapping[TeamId, TeamCount]) -> tuple[Figure, ...]:
    """Return the large numbers over the whole desk."""
    all_counts = counts.values()
    waiting = sum(one.waiting for one in all_counts)
    risky = sum(one.at_risk for one in all_counts)
    oldest = min((one.oldest for one in all_counts if one.oldest), default=None)
    ready = sum(one.there[Presence.AVAILABLE] for one in all_counts)
    there = ready + sum(
        one.there[presence] for one in all_counts for presence in (Presence.BUSY, Presence.BREAK)
    )
    used, units = sum(one.used for one in all_counts), sum(one.units for one in all_counts)
    return (
        Figure("waiting", _("Wartend"), str(waiting), _("Unterhaltungen ohne Person")),
        Figure(
            "oldest",
            _("Älteste"),
            duration(moment.now - oldest) if oldest else "–",
            _("wartet am längsten") if oldest else _("niemand wartet"),
        ),
        Figure(
            "risk",
            _("Zusagen in Gefahr"),
            str(risky),
            _("in 3 Minuten fällig oder überfällig"),
            state="late" if risky else "calm",
        ),
        Figure(
            "ready",
            _("Bereit"),
            str(ready),
            _("von %(there)s, die da sind", there=there),
            state="soon" if waiting and not ready else "calm",
        ),
        Figure(
            "load",
            _("Auslastung"),
            _percent(used, units),
            _("%(used)s von %(units)s Einheiten", used=used, units=units),
        ),
    )


def elsewhere(counts: Sequence[TeamCount]) -> str:
    """Return what those of one site hear of all others: sums."""
    if not counts:
        return ""
    waiting = sum(one.waiting for one in counts)
    ready = sum(one.there[Presence.AVAILABLE] for one in counts)
    return _(
        "An den anderen Standorten zusammen: %(waiting)s wartend, %(ready)s bereit.",
        waiting=waiting,
        ready=ready,
    )


def site_views(counts: Mapping[TeamId, TeamCount], *, now: datetime) -> tuple[SiteView, ...]:
    """Return the teams by site, sites and teams by name; who is in no team comes last."""
    sites: dict[str, list[TeamRow]] = {}
    for id, count in counts.items():
        site = count.team.site if count.team else NO_SITE
        sites.setdefault(site, []).append(_team_row(id, count, now=now))
    return tuple(
        SiteView(key=_key(name), name=name, teams=tuple(sorted(rows, key=lambda one: one.name)))
        for name, rows in sorted(sites.items(), key=lambda site: (site[0] == NO_SITE, site[0]))
    )


def waiting_row(state: ConversationState, team: Team | None, *, now: datetime) -> WaitingRow:
    """Return one waiting conversation."""
    packet, deadline = state.packet, state.hold.deadline
    text = " ".join((packet.wish or told(packet.summary)).split()) if packet else ""
    return WaitingRow(
        key=key_of(state.conversation),
        path=path_of_giving(state.conversation),
        label=label_of(state.conversation),
        heading=words.REASONS[packet.reason] if packet else words.OWNERS[state.hold.owner],
        tone=tone_of(packet),
        words=text if len(text) <= PREVIEW else text[: PREVIEW - 1].rstrip() + "…",
        team=team.name if team else "",
        since=since_of(waiting_since(state), now=now),
        due=due(deadline, now=now) if deadline else None,
        version=str(state.hold.epoch),
    )


def agent_row(one: AtWork, moment: Moment, *, name: str, held: tuple[HeldLink, ...]) -> AgentRow:
    """Return one agent."""
    presence, team = moment.presence(one), moment.directory.team_of(one.agent)
    units = moment.directory.limits_of(one.agent).units
    doing = ".".join(f"{link.key}{link.stage}" for link in held)
    return AgentRow(
        key=_key(one.agent),
        name=name,
        team=team.name if team else "",
        state=presence.value,
        presence=PRESENCES[presence],
        used=load(one),
        units=units,
        held=held,
        version=f"{presence.value}.{load(one)}.{units}.{doing}",
    )


def held_link(standing: Standing) -> HeldLink:
    """Return a conversation as it stands with an agent."""
    conversation = standing.state.conversation
    return HeldLink(
        key=key_of(conversation),
        path=path_of_giving(conversation),
        label=label_of(conversation),
        stage=STAGES.get(standing.stage, ""),
    )


def since_of(moment: datetime | None, *, now: datetime) -> Since | None:
    """Return a moment in words."""
    return Since(moment, duration(now - moment)) if moment else None


def _team_row(id: TeamId, count: TeamCount, *, now: datetime) -> TeamRow:
    return TeamRow(
        key=_key(id),
        name=count.team.name if count.team else _("Ohne Team"),
        open=count.open,
        waiting=count.waiting,
        at_risk=count.at_risk,
        oldest=since_of(count.oldest, now=now),
        available=count.there[Presence.AVAILABLE],
        busy=count.there[Presence.BUSY],
        on_break=count.there[Presence.BREAK],
        away=count.there[Presence.AWAY],
        used=count.used,
        units=count.units,
    )


def _percent(part: int, whole: int) -> str:
    return percent_words(round(100 * part / whole)) if whole else "–"


def _key(name: str) -> str:
    return blake2s(name.encode(), digest_size=6).hexdigest()
