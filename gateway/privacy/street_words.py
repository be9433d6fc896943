"""The words by which a German street is told from an Arbeitsplatz, a Firewall or a queue's end."""

import re
from collections.abc import Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Endings that make a word a street wherever a house number follows.
STRONG = _words(
    """straße strasse str weg allee gasse chaussee damm stieg twiete redder ufer promenade koppel
    platz ring wall pfad steig steg"""
)

# Endings that need evidence: a postcode beside it, or words like "wohne" and "Adresse".
_WEAK = tuple(
    _words(
        """hof berg feld kamp park markt brook holz moor diek wiese hafen brücke bruecke grund tal
        höhe hoehe garten gärten see busch heide reihe winkel bogen blick kai zeile kehre graben
        horst hörn blatt"""
    )
)

# The first words of names such as "Am Germaniahafen" and "Unter den Linden".
PREPOSITIONS = _words("Am An Im Auf Zum Zur Unter Hinter Hinterm Vor Vorm Bei Beim Achter Op")

_NO_STREETS = _words(
    """arbeitsplatz speicherplatz stellplatz parkplatz sitzplatz warteplatz sendeplatz senderplatz
    programmplatz kanalplatz listenplatz steckplatz bauplatz sportplatz wartelistenplatz
    tabellenplatz campingplatz
    ausweg rückweg heimweg umweg rechtsweg postweg hinweg dienstweg lieferweg kabelweg
    übertragungsweg durchweg schlichtweg vorneweg vorweg frischweg leichtweg glattweg rundweg
    mittelweg feldweg halbweg
    anstieg einstieg umstieg aufstieg abstieg ausstieg bahnsteig bürgersteig
    sackgasse einbahnstraße einbahnstrasse datenstraße autostraße
    käufer verkäufer läufer abläufer firewall paywall schlüsselring bering dateipfad
    vorgang ausgang eingang durchgang zugang übergang abgang umgang rückgang gang
    innenhof hinterhof supermarkt baumarkt elektromarkt fachmarkt feld umfeld aufgrund hintergrund
    vordergrund untergrund höhe gesamthöhe kindergarten fragebogen augenblick überblick rückblick
    einblick baureihe fuhrpark"""
)
_NO_STREETS_AT_ALL = tuple(
    _words(
        """bahnhof portal quartal kapital total digital textfeld eingabefeld suchfeld formularfeld
        menüfeld betreffzeile kopfzeile datenblatt infoblatt merkblatt tarifblatt"""
    )
)

# What is called so in a help desk and is no place: "der Fernseher weg" is not "Kieler Weg".
_NO_PLACES = _words(
    """fernseher receiver repeater adapter computer verteiler verstärker techniker mitarbeiter
    berater rechner seither"""
)

# Adjectives that belong to the name: "Alte Lübecker Chaussee", "Kleine Bergstraße".
_ADJECTIVE = re.compile(
    r"(?:alt|neu|groß|gross|klein|lang|hoh|ober|unter|hinter|vorder|mittler|breit|schmal|schwarz"
    r"|weiß|rot|grün|st|sankt)(?:e|er|en|em|es|\.)?",
    re.IGNORECASE,
)

# Words that stand before a street and do not belong to it.
_ORDINARY = _words(
    """der die das den dem des ein eine einer einem einen in im an am auf bei zu zum zur nach von
    vom und oder mit aus um für hier da dort ist war sind bin ich wir er sie es ihr mein meine
    meiner meinem unser unsere unserer unserem euer eure eurer ihre ihrer seine seiner deine deiner
    diese dieser diesem jede jeder ganze ganzen ganzer selbe selben gleiche gleichen andere anderen
    keine keiner welche welcher auch nur noch schon jetzt neue neuer
    adresse anschrift wohne wohnen wohnhaft wohnort wohnung umzug ziehe ziehen bitte hallo moin hi
    hey guten tag abend morgen name straße strasse standort hausnummer neu alt nein ja danke
    internet wlan netz router telefon festnetz tv fernsehen signal anschluss glasfaser strom handy
    empfang störung ausfall techniker termin kabel leitung platz weg seit ab bis ganz unterwegs
    immer wieder mal heute gestern sonst alles dann habe hab habt gibt gibts"""
)

# Tariffs and devices: a number after a name that holds one of these is part of the product.
_PRODUCTS = _words(
    """zuhause glasfaser mobil tv basis plus vdsl dsl tarif paket flat windows fritzbox fritz
    repeater speedport router iphone galaxy samsung pixel smart internet"""
)

# Words with which a number is no house number: media, time, paperwork, people.
_NUMBERED = _words(
    """ticket nr nummer seite kanal sender programm etage stock stockwerk og zimmer wohnung haus
    eingang position kundennummer vertrag rechnung uhr kw woche montag dienstag mittwoch donnerstag
    freitag samstag sonntag januar februar märz april mai juni juli august september oktober
    november dezember platz weg telefon tel handy plz postleitzahl geb geboren jahrgang alter
    störung ausfall fehler code top herr frau kiel personen um ab seit bis und oder mit für vom"""
)


def is_adjective(word: str) -> bool:
    """Say whether `word` is an adjective that streets' names begin with."""
    return _ADJECTIVE.fullmatch(word) is not None


def is_ordinary(word: str) -> bool:
    """Say whether `word` may stand before a street's name without belonging to it."""
    plain = word.lower().rstrip(".")
    return plain in _ORDINARY or plain.endswith(("adresse", "anschrift", "ort"))


def is_no_street(word: str) -> bool:
    """Say whether `word` only ends like a street."""
    return word.lower() in _NO_STREETS or word.lower().endswith(_NO_STREETS_AT_ALL)


def ends_like_a_place(word: str) -> bool:
    """Say whether `word` has an ending that many streets have, and many other words too."""
    return word.lower().endswith(_WEAK)


def comes_from_a_place(word: str) -> bool:
    """Say whether `word` is an adjective such as "Kieler", long enough to be no pronoun."""
    return len(word) >= 7 and word.lower().endswith("er") and word.lower() not in _NO_PLACES


def takes_numbers(words: Sequence[str]) -> bool:
    """Say whether the number after `words` is a tariff's, a device's, a month's, not a house's."""
    last = words[-1].lower().rstrip(".")
    return len(last) < 3 or last in _NUMBERED or any(word.lower() in _PRODUCTS for word in words)
