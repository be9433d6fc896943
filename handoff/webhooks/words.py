"""German words of the pages about webhooks."""

from conversation.webhooks import EventType, State

EVENTS = {
    EventType.WAITING: "Unterhaltung wartet auf Menschen",
    EventType.OFFERED: "angeboten",
    EventType.CLAIMED: "übernommen",
    EventType.REPLIED: "Mensch hat geantwortet",
    EventType.HANDED_BACK: "zurück an den Assistenten",
    EventType.CLOSED: "abgeschlossen",
    EventType.REOPENED: "wieder eröffnet",
    EventType.NOTED: "Notiz oder Frage unter Kollegen",
    EventType.OUTAGE_DECLARED: "Störung gemeldet",
    EventType.OUTAGE_FIXED: "Störung behoben",
    EventType.TEST: "Probe",
}
STATES = {
    State.WAITING: "unterwegs",
    State.ARRIVED: "angekommen",
    State.GIVEN_UP: "aufgegeben",
}
PROBLEMS = {
    "": "",
    "timeout": "keine Antwort in der Zeit",
    "unreachable": "nicht erreichbar",
    "refused": "abgelehnt",
    "private_address": "liegt im eigenen Netz",
    "secret_lost": "Geheimnis nicht mehr lesbar; bitte neu anlegen",
}
BY_ITSELF = "abgeschaltet: Zu lange kam nichts mehr an."
BY_HAND = "abgeschaltet"
FAILING = "kommt nicht an"
FINE = "in Ordnung"
DONE = {
    "deleted": "Gelöscht.",
    "on": "Wieder angeschaltet. Was noch aussteht, wird jetzt gesendet.",
    "off": "Abgeschaltet.",
    "tested": "Eine Probe ist unterwegs.",
    "retried": "Wird noch einmal gesendet.",
}
