"""Words of the pages about webhooks."""

from conversation.webhooks import EventType, State
from staff.language import N_

EVENTS = {
    EventType.WAITING: N_("Unterhaltung wartet auf Menschen"),
    EventType.OFFERED: N_("angeboten"),
    EventType.CLAIMED: N_("übernommen"),
    EventType.REPLIED: N_("Mensch hat geantwortet"),
    EventType.HANDED_BACK: N_("zurück an den Assistenten"),
    EventType.CLOSED: N_("abgeschlossen"),
    EventType.REOPENED: N_("wieder eröffnet"),
    EventType.NOTED: N_("Notiz oder Frage unter Kollegen"),
    EventType.OUTAGE_DECLARED: N_("Störung gemeldet"),
    EventType.OUTAGE_FIXED: N_("Störung behoben"),
    EventType.TEST: N_("Probe"),
}
STATES = {
    State.WAITING: N_("unterwegs"),
    State.ARRIVED: N_("angekommen"),
    State.GIVEN_UP: N_("aufgegeben"),
}
PROBLEMS = {
    "": "",
    "timeout": N_("keine Antwort in der Zeit"),
    "unreachable": N_("nicht erreichbar"),
    "refused": N_("abgelehnt"),
    "private_address": N_("liegt im eigenen Netz"),
    "secret_lost": N_("Geheimnis nicht mehr lesbar; bitte erneuern"),
}
BY_ITSELF = N_("abgeschaltet: Zu lange kam nichts mehr an.")
BY_HAND = N_("abgeschaltet")
FAILING = N_("kommt nicht an")
FINE = N_("in Ordnung")
DONE = {
    "deleted": N_("Gelöscht."),
    "on": N_("Wieder angeschaltet. Was noch aussteht, wird jetzt gesendet."),
    "off": N_("Abgeschaltet."),
    "tested": N_("Eine Probe ist unterwegs."),
    "retried": N_("Wird noch einmal gesendet."),
}
