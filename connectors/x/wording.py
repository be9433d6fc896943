"""Fits our words to X: one public post, the way into private messages, no forgotten spaces."""

import unicodedata
from dataclasses import dataclass

from connectors.x.choices import listed
from connectors.x.lengths import MOST, MOST_PRIVATE, is_valid, weighted_length
from connectors.x.links import meant_links, without_accidental_links
from connectors.x.outcomes import RuledOutError
from connectors.x.settings import PrivateWay, XSettings
from conversation.address import SIE, address_form
from conversation.messages import Line, Speaker
from conversation.publicly import invites_into_private

AS_SAID = "Wie gesagt: "
_PRIVATELY_DU = "Das klären wir am besten privat: Schick uns bitte eine Direktnachricht."
_PRIVATELY_SIE = "Das klären wir am besten privat: Bitte schicken Sie uns eine Direktnachricht."


@dataclass(frozen=True, slots=True)
class PublicPost:
    """A public reply ready to be sent. `button`: with X's own way into private messages.

    `leads`: whoever reads it is asked to go on in private.
    """

    text: str
    button: bool = False
    with_link: bool = False
    leads: bool = False


def public_post(line: Line, settings: XSettings, *, again: bool = False) -> PublicPost:
    """Return a line as one post; `again` says that the same words stand there already.

    What is too long or carries a link becomes one short line with the way into private messages,
    never several posts. Raises RuledOutError where a person wrote it: they can say it otherwise.
    """
    text = _tidy(line.text, settings)
    if not text:
        raise RuledOutError("invalid", "Eine Antwort ohne Text lässt sich nicht senden.")
    linked = bool(meant_links(text, own_domains=settings.own_domains))
    label = _label(line, settings, again=again)
    text = f"{label}{text}"
    if linked and not settings.links_allowed:
        return _private_or_refused(
            line, settings, label, RuledOutError("link", "Links sind öffentlich abgeschaltet.")
        )
    if weighted_length(text) > MOST:
        words = f"Zu lang: {weighted_length(text)} von {MOST} Zeichen."
        return _private_or_refused(line, settings, label, RuledOutError("too_long", words))
    if not is_valid(text):
        raise RuledOutError("invalid", "X nimmt diesen Text nicht an: Er ist leer oder verboten.")
    if invites_into_private(text):
        return _with_way(text, settings, linked=linked)
    return PublicPost(text=text, with_link=linked)


def direct_message(line: Line, settings: XSettings, *, greeted: bool) -> str:
    """Return a line as one direct message; automation's first one carries the privacy link."""
    text = _tidy(listed(line.text, line.buttons), settings)
    if line.image:
        text = f"{text}\n{line.image}".strip()
    if line.speaker is not Speaker.AGENT and not greeted and settings.privacy_url:
        text = f"{text}\n\nDatenschutz: {settings.privacy_url}"
    if not text:
        raise RuledOutError("invalid", "Eine Nachricht ohne Text lässt sich nicht senden.")
    if len(text) > MOST_PRIVATE:
        raise RuledOutError("too_long", f"Zu lang: {len(text)} von {MOST_PRIVATE} Zeichen.")
    return text


def _private_or_refused(
    line: Line, settings: XSettings, label: str, refusal: RuledOutError
) -> PublicPost:
    if line.speaker is Speaker.AGENT:
        raise refusal
    privately = _PRIVATELY_SIE if address_form(line.text) == SIE else _PRIVATELY_DU
    return _with_way(f"{label}{privately}", settings)


def _with_way(text: str, settings: XSettings, *, linked: bool = False) -> PublicPost:
    """Return a post that leads into private messages, as far as it has room for the link."""
    with_link = f"{text} {settings.private_link}"
    if settings.private_way is PrivateWay.LINK and weighted_length(with_link) <= MOST:
        return PublicPost(text=with_link, with_link=True, leads=True)
    button = settings.private_way is PrivateWay.BUTTON
    return PublicPost(text=text, button=button, with_link=linked, leads=True)


def _label(line: Line, settings: XSettings, *, again: bool) -> str:
    """Say in the post itself that a machine wrote it (EU AI Act Art. 50, MStV § 18)."""
    if line.speaker is Speaker.AGENT:
        return ""
    return f"{settings.assistant} (digitaler Assistent): {AS_SAID if again else ''}"


def _tidy(text: str, settings: XSettings) -> str:
    whole = unicodedata.normalize("NFC", text).strip()
    return without_accidental_links(whole, own_domains=settings.own_domains)
