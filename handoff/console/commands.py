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
    Command(("z",), "Liste: Zuletzt", "z"),
    Command(("a",), "Angebot annehmen", "a"),
    Command(("n",), "Angebot ablehnen", "n"),
    Command(("p",), "Pause machen, wieder bereit sein", "p"),
    Command(("c",), "übernehmen", "c"),
    Command(("r",), "antworten", "r"),
    Command(("Strg", "Enter"), "senden"),
    Command(("t",), "Textbaustein einsetzen", "t"),
    Command(("/kürzel", "Tab"), "Textbaustein beim Schreiben; Tab geht zur nächsten Lücke"),
    Command(("e",), "Wiedergutmachung: Entschuldigung, Rückruf, Gutschrift", "e"),
    Command(("d",), "Wiedergutmachung ist erledigt", "d"),
    Command(("i",), "Notiz unter uns", "i"),
    Command(("l",), "Assistent lag falsch: Verstehen oder Übergabe", "l"),
    Command(("h",), "Kontakt und sein Verlauf", "h"),
    Command(("g",), "weitergeben", "g"),
    Command(("w",), "Wiedervorlage", "w"),
    Command(("b",), "zurück an den Assistenten", "b"),
    Command(("x",), "abschließen", "x"),
    Command(("?",), "diese Übersicht", "?"),
)
