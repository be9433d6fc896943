"""Words of the pages about ready texts."""

from conversation.identity import Channel
from staff.language import N_

#: What a text may name, and what it stands for; see `values.py` for where it comes from.
VARIABLES = {
    "name": N_("wie die Kundin oder der Kunde heißt (ist selbst einzusetzen)"),
    "agent": N_("wer antwortet"),
    "anbieter": N_("wie wir heißen"),
    "ticket": N_("Nummer des Tickets"),
    "termin": N_("Nummer des Termins"),
    "ort": N_("Ort des Anschlusses"),
    "plz": N_("Postleitzahl"),
    "tarif": N_("Tarif"),
    "dienst": N_("Internet, TV, Festnetz oder Mobilfunk"),
}

CHANNELS = {
    Channel.WEBCHAT: N_("Web-Chat"),
    Channel.MESSENGER: N_("Messenger"),
    Channel.FB_COMMENT: N_("Facebook-Kommentar"),
    Channel.X_DM: N_("X privat"),
    Channel.X_PUBLIC: N_("X öffentlich"),
}
EVERYWHERE = N_("überall")

NO_SHORTCUT = N_(
    "Ein Kürzel hat 1 bis 30 Zeichen: Kleinbuchstaben, Ziffern und, nicht am Anfang, Bindestriche."
)
NO_TITLE = N_("Ein Baustein braucht einen Titel, höchstens 100 Zeichen lang.")
NO_TEXT = N_("Mindestens eine der beiden Fassungen muss dastehen, keine länger als 4000 Zeichen.")
TAKEN = N_("Das Kürzel „/{}“ ist auf einem dieser Kanäle schon vergeben.")
CHANGED = N_("Jemand hat diesen Baustein inzwischen geändert oder gelöscht. Bitte neu laden.")
