"""All that an agent can do by a key: the one table behind the overview and the command bar."""

from dataclasses import dataclass

from staff.language import N_


@dataclass(frozen=True, slots=True)
class Command:
    """What keys do; `keys` are as people read them.

    `key` is the `data-key` of the element that does it, which the command bar uses, too; empty for
    what only makes sense as a key.
    """

    keys: tuple[str, ...]
    words: str
    key: str = ""


COMMANDS = (
    Command((N_("Strg"), "K"), N_("Befehl oder Unterhaltung suchen")),
    Command(("j", "k"), N_("nächste, vorige Unterhaltung")),
    Command(("Enter",), N_("öffnen")),
    Command(("Esc",), N_("zurück zur Liste")),
    Command(("q",), N_("Liste: Wartend"), "q"),
    Command(("m",), N_("Liste: Meine"), "m"),
    Command(("f",), N_("Liste: Fragen"), "f"),
    Command(("o",), N_("Liste: Im Blick"), "o"),
    Command(("z",), N_("Liste: Zuletzt"), "z"),
    Command(("a",), N_("Angebot annehmen"), "a"),
    Command(("n",), N_("Angebot ablehnen"), "n"),
    Command(("p",), N_("Pause machen, wieder bereit sein"), "p"),
    Command(("c",), N_("übernehmen"), "c"),
    Command(("r",), N_("antworten"), "r"),
    Command((N_("Strg"), "Enter"), N_("senden")),
    Command(("t",), N_("Textbaustein einsetzen"), "t"),
    Command(("v",), N_("Vorschlag einsetzen: Ähnliches, Wissen, Bausteine"), "v"),
    Command((N_("/kürzel"), "Tab"), N_("Textbaustein beim Schreiben; Tab geht zur nächsten Lücke")),
    Command(("d",), N_("Datei anhängen"), "d"),
    Command(("y",), N_("Video anbieten"), "y"),
    Command((N_(":wort"), "Tab"), N_("Emoji beim Schreiben suchen")),
    Command(("s",), N_("Wiedergutmachung: Entschuldigung, Rückruf, Gutschrift"), "s"),
    Command(("+",), N_("Wiedergutmachung ist erledigt"), "+"),
    Command(("i",), N_("Notiz unter uns"), "i"),
    Command(("l",), N_("Assistent lag falsch: Verstehen oder Übergabe"), "l"),
    Command(("h",), N_("Kontakt und sein Verlauf"), "h"),
    Command(("g",), N_("weitergeben"), "g"),
    Command(("w",), N_("Wiedervorlage"), "w"),
    Command(("e",), N_("Zurückgelegtes jetzt weitermachen"), "e"),
    Command(("u",), N_("beobachten, nicht mehr beobachten"), "u"),
    Command(("b",), N_("zurück an den Assistenten"), "b"),
    Command(("x",), N_("abschließen"), "x"),
    Command(("?",), N_("diese Übersicht"), "?"),
)
