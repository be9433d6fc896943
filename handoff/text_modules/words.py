"""German words of the pages about ready texts."""

from conversation.identity import Channel

#: What a text may name, and what it stands for; see `values.py` for where it comes from.
VARIABLES = {
    "name": "wie die Kundin oder der Kunde heißt (ist selbst einzusetzen)",
    "agent": "wer antwortet",
    "anbieter": "wie wir heißen",
    "ticket": "Nummer des Tickets",
    "termin": "Nummer des Termins",
    "ort": "Ort des Anschlusses",
    "plz": "Postleitzahl",
    "tarif": "Tarif",
    "dienst": "Internet, TV, Festnetz oder Mobilfunk",
}

CHANNELS = {
    Channel.WEBCHAT: "Web-Chat",
    Channel.MESSENGER: "Messenger",
    Channel.FB_COMMENT: "Facebook-Kommentar",
    Channel.X_DM: "X privat",
    Channel.X_PUBLIC: "X öffentlich",
}
EVERYWHERE = "überall"

NO_SHORTCUT = (
    "Ein Kürzel hat 1 bis 30 Zeichen: Kleinbuchstaben, Ziffern und, nicht am Anfang, Bindestriche."
)
NO_TITLE = "Ein Baustein braucht einen Titel, höchstens 100 Zeichen lang."
NO_TEXT = "Mindestens eine der beiden Fassungen muss dastehen, keine länger als 4000 Zeichen."
TAKEN = "Das Kürzel „/{}“ ist auf einem dieser Kanäle schon vergeben."
CHANGED = "Jemand hat diesen Baustein inzwischen geändert oder gelöscht. Bitte neu laden."
