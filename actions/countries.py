"""Which country abroad is meant, and which entry of the knowledge holds its price."""

import re

# By the id of the entry, the most particular first.
_COUNTRIES = {
    "roaming-ships": r"fähre|faehre|kreuzfahrt|schiff|flugzeug|bordnetz|auf see|segel|color line",
    "roaming-switzerland": r"schwei[zt]|schwyz|zürich|zuerich|\bbasel\b|\bbern\b|\bgenf\b|luzern",
    "roaming-uk": (
        r"großbritannien|grossbritannien|england|london|\buk\b|vereinigte[sn]? königreich"
        r"|schottland|wales\b|nordirland|brexit|isle of man"
    ),
    "roaming-usa": r"\busa\b|amerika|vereinigte[n]? staaten|new york|florida|kanada|kalifornien",
    "roaming-turkey": r"türkei|tuerkei|turkei|istanbul|antalya|alanya|izmir",
    "roaming-world": (
        r"thailand|ägypten|aegypten|marokko|tunesien|dubai|emirate|japan|china|indien|australien"
        r"|neuseeland|mexiko|brasilien|südafrika|kenia|serbien|kosovo|bosnien|albanien|montenegro"
        r"|mazedonien|ukraine|russland|israel|malediven|vietnam|indonesien|\bbali\b|kuba"
        r"|dominikan|andorra|monaco|welt(?:weit|reise)|außerhalb (?:der eu|europas)|übersee"
        r"|nicht-?eu"
    ),
    "roaming-eu": (
        r"spanien|mallorca|italien|südtirol|österreich|oesterreich|tirol|frankreich|dänemark"
        r"|daenemark|däänmark|dänisch|bornholm|polen|niederlande|holland|belgien|luxemburg"
        r"|griechenland|kreta|rhodos|portugal|schweden|finnland|norwegen|island\b|liechtenstein"
        r"|kroatien|slowenien|tschechien|ungarn|rumänien|bulgarien|irland|malta|zypern|estland"
        r"|lettland|litauen|slowakei|\beu\b|eu-|europa"
    ),
}
_PATTERNS = {entry: re.compile(pattern) for entry, pattern in _COUNTRIES.items()}


def entry_for_country(text: str) -> str | None:
    """Return the id of the entry for the country that a text names, None if it names none."""
    lowered = text.lower()
    return next((entry for entry, each in _PATTERNS.items() if each.search(lowered)), None)
