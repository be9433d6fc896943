"""Says in plain words whether a page is connected as it must be, and which permission it lacks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.facebook.errors import GraphError, GraphRefusedError
from connectors.facebook.fields import (
    Fields,
    fields_of,
    items_of,
    optional_id,
    optional_time,
)
from connectors.facebook.graph import Graph
from connectors.facebook.problems import Outcome, outcome_of
from connectors.facebook.settings import FacebookSettings, Page
from conversation.ports import Clock

PERMISSIONS = {
    "pages_show_list": ("die Seite zu sehen", "to see the page"),
    "pages_manage_metadata": ("Webhooks zu abonnieren", "to subscribe to webhooks"),
    "pages_messaging": ("in Messenger zu antworten", "to answer in Messenger"),
    "pages_read_engagement": ("Kommentare zu empfangen", "to receive comments"),
    "pages_read_user_content": ("Kommentare zu lesen", "to read comments"),
    "pages_manage_engagement": ("Kommentare zu beantworten", "to answer and hide comments"),
}
WEBHOOK_FIELDS = (
    "messages",
    "message_edits",
    "message_reactions",
    "messaging_postbacks",
    "messaging_referrals",
    "message_echoes",
    "message_deliveries",
    "message_reads",
    "messaging_handovers",
    "messaging_policy_enforcement",
    "standby",
    "feed",
)
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `works` False means that something must be done."""

    works: bool
    german: str
    english: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the check of one page found."""

    page: str
    findings: tuple[Finding, ...]

    @property
    def works(self) -> bool:
        """Whether nothing has to be done."""
        return all(finding.works for finding in self.findings)

    def lines(self, language: str = "de") -> list[str]:
        """Return the findings as sentences, `de` or `en`."""
        return [
            f"{'ok   ' if one.works else 'FEHLT' if language == 'de' else 'FAILS'} "
            f"{one.german if language == 'de' else one.english}"
            for one in self.findings
        ]


async def check_connection(
    settings: FacebookSettings, graph: Graph, *, clock: Clock
) -> list[Report]:
    """Look at every page's token, permissions and webhook subscription; change nothing."""
    now = clock.now()
    return [
        Report(page=page.id, findings=(*await _token(settings, graph, page, now), *rest))
        for page in settings.pages
        for rest in [await _subscription(settings, graph, page)]
    ]


async def subscribe(graph: Graph, page: Page) -> None:
    """Let Meta tell us of everything on a page that we understand. Raises GraphError."""
    body = {"subscribed_fields": ",".join(WEBHOOK_FIELDS)}
    await graph.post(page, (page.id, "subscribed_apps"), body)


async def _token(
    settings: FacebookSettings, graph: Graph, page: Page, now: datetime
) -> list[Finding]:
    try:
        told = fields_of((await graph.inspect(page)).get("data"))
    except GraphError as error:
        return [_unasked("das Zugriffstoken", "the access token", error)]
    if told.get("is_valid") is not True:
        return [
            Finding(
                False,
                f"Das Zugriffstoken der Seite {page.id} gilt nicht (mehr). Bitte neu ausstellen.",
                f"The access token of page {page.id} is not valid (any more). Issue a new one.",
            )
        ]
    return [
        *_identity(settings, page, told),
        _expiry(told, now),
        *_permissions(page, told),
    ]


def _identity(settings: FacebookSettings, page: Page, told: Fields) -> list[Finding]:
    app, profile = optional_id(told.get("app_id")), optional_id(told.get("profile_id"))
    right_app = app == settings.app_id
    right_page = told.get("type") == "PAGE" and profile in ("", page.id)
    return [
        Finding(
            right_app,
            "Das Token gehört zu unserer App."
            if right_app
            else f"Das Token gehört zu einer anderen App ({app}), nicht zu {settings.app_id}.",
            "The token belongs to our app."
            if right_app
            else f"The token belongs to another app ({app}), not to {settings.app_id}.",
        ),
        Finding(
            right_page,
            "Es ist das Seiten-Token dieser Seite."
            if right_page
            else f"Es ist kein Seiten-Token der Seite {page.id}.",
            "It is the page access token of this page."
            if right_page
            else f"It is no page access token of page {page.id}.",
        ),
    ]


def _expiry(told: Fields, now: datetime) -> Finding:
    expires = optional_time(told.get("expires_at"))
    if expires is None:
        return Finding(True, "Das Token läuft nicht ab.", "The token does not expire.")
    day = expires.astimezone(UTC)
    return Finding(
        expires > now + SOON,
        f"Das Token läuft am {day:%d.%m.%Y} ab.",
        f"The token expires on {day:%Y-%m-%d}.",
    )


def _permissions(page: Page, told: Fields) -> list[Finding]:
    granted = set(map(str, items_of(told.get("scopes"))))
    for one in map(fields_of, items_of(told.get("granular_scopes"))):
        targets = [optional_id(target) for target in items_of(one.get("target_ids"))]
        if targets and page.id not in targets:
            granted.discard(str(one.get("scope")))
    return [_permission(name, name in granted) for name in PERMISSIONS]


def _permission(name: str, granted: bool) -> Finding:
    german, english = PERMISSIONS[name]
    if granted:
        return Finding(True, f"Berechtigung {name} ist da.", f"Permission {name} is granted.")
    return Finding(
        False,
        f"Es fehlt die Berechtigung {name}; sie ist nötig, um {german}.",
        f"Permission {name} is missing; it is needed {english}.",
    )


async def _subscription(settings: FacebookSettings, graph: Graph, page: Page) -> list[Finding]:
    try:
        answer = await graph.get(page, (page.id, "subscribed_apps"))
    except GraphError as error:
        return [_unasked("die Webhooks", "the webhooks", error)]
    fields = _subscribed(settings, answer)
    missing = [field for field in WEBHOOK_FIELDS if field not in fields]
    if not missing:
        return [Finding(True, "Alle Webhooks sind abonniert.", "All webhooks are subscribed to.")]
    names = ", ".join(missing)
    return [
        Finding(
            False,
            f"Diese Webhook-Felder sind für die Seite {page.id} nicht abonniert: {names}.",
            f"These webhook fields are not subscribed to for page {page.id}: {names}.",
        )
    ]


def _subscribed(settings: FacebookSettings, answer: Fields) -> set[Any]:
    for app in map(fields_of, items_of(answer.get("data"))):
        if optional_id(app.get("id")) == settings.app_id:
            return {str(field) for field in items_of(app.get("subscribed_fields"))}
    return set()


def _unasked(german: str, english: str, error: GraphError) -> Finding:
    told = f" ({error})"
    if isinstance(error, GraphRefusedError):
        outcome = outcome_of(error.problem)
        if outcome is Outcome.TOKEN:
            return Finding(
                False,
                f"Facebook nimmt das Zugriffstoken nicht an{told}. Bitte neu ausstellen.",
                f"Facebook does not accept the access token{told}. Issue a new one.",
            )
        if outcome is Outcome.PERMISSION:
            return Finding(
                False,
                f"Es fehlt die Berechtigung, {german} zu prüfen{told}.",
                f"A permission to check {english} is missing{told}.",
            )
    return Finding(
        False,
        f"Facebook gibt über {german} keine Auskunft{told}.",
        f"Facebook tells nothing about {english}{told}.",
    )
