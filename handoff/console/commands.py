"""All that an agent can do by a key: the one table behind the overview and the command bar."""

from dataclasses import dataclass


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
    Command(("Strg", "K"), "Befehl oder Unterhaltung suchen"),
    Command(("j", "k"), "nächste, vorige Unterhaltung"),
    Command(("Enter",), "öffnen"),
    Command(("Esc",), "zurück zur Liste"),
    Command(("q",), "Liste: Wartend", "q"),
    Command(("m",), "Liste: Meine", "m"),
    Command(("f",), "Liste: Fragen", "f"),
    Command(("o",), "Liste: Im Blick", "o"),
    Command(("z",), "Liste: Zuletzt", "z"),
    Command(("a",), "Angebot annehmen", "a"),
    Command(("n",), "Angebot ablehnen", "n"),
    Command(("p",), "Pause machen, wieder bereit sein", "p"),
    Command(("c",), "übernehmen", "c"),
    Command(("r",), "antworten", "r"),
    Command(("Strg", "Enter"), "senden"),
    Command(("t",), "Textbaustein einsetzen", "t"),
    Command(("v",), "Vorschlag einsetzen: Ähnliches, Wissen, Bausteine", "v"),
    Command(("/kürzel", "Tab"), "Textbaustein beim Schreiben; Tab geht zur nächsten Lücke"),
    Command(("d",), "Datei anhängen", "d"),
    Command(("y",), "Video anbieten", "y"),
    Command((":wort", "Tab"), "Emoji beim Schreiben suchen"),
    Command(("s",), "Wiedergutmachung: Entschuldigung, Rückruf, Gutschrift", "s"),
    Command(("+",), "Wiedergutmachung ist erledigt", "+"),
    Command(("i",), "Notiz unter uns", "i"),
    Command(("l",), "Assistent lag falsch: Verstehen oder Übergabe", "l"),
    Command(("h",), "Kontakt und sein Verlauf", "h"),
    Command(("g",), "weitergeben", "g"),
    Command(("w",), "Wiedervorlage", "w"),
    Command(("e",), "Zurückgelegtes jetzt weitermachen", "e"),
    Command(("u",), "beobachten, nicht mehr beobachten", "u"),
    Command(("b",), "zurück an den Assistenten", "b"),
    Command(("x",), "abschließen", "x"),
    Command(("?",), "diese Übersicht", "?"),
)
