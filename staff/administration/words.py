"""German words of the administration."""

from types import MappingProxyType

from conversation.identity import Channel
from conversation.routing.capacity import Kind
from conversation.routing.skills import SkillKind
from conversation.routing.teams import Mode

EVERYWHERE = "alle Standorte"
SKILL_KINDS = MappingProxyType(
    {
        SkillKind.TOPIC: "Themen",
        SkillKind.LANGUAGE: "Sprachen",
        SkillKind.CHANNEL: "Kanäle",
        SkillKind.PRODUCT: "Produkte",
    }
)
LANGUAGES = MappingProxyType(
    {
        "de": "Deutsch",
        "en": "Englisch",
        "da": "Dänisch",
        "nds": "Plattdeutsch",
        "pl": "Polnisch",
        "tr": "Türkisch",
        "uk": "Ukrainisch",
        "ar": "Arabisch",
    }
)
LEVELS = ("gar nicht", "1 – Anfang", "2 – geht", "3 – gut", "4 – sehr gut", "5 – Fachfrage")
KINDS = MappingProxyType({Kind.CHAT: "Chats", Kind.MESSAGE: "Nachrichten", Kind.POST: "Beiträge"})
CHANNELS = MappingProxyType(
    {
        Channel.WEBCHAT: "Web-Chat",
        Channel.MESSENGER: "Messenger",
        Channel.FB_COMMENT: "Facebook-Kommentar",
        Channel.X_DM: "X privat",
        Channel.X_PUBLIC: "X öffentlich",
    }
)
MODES = MappingProxyType({Mode.PUSH: "wird angeboten", Mode.PULL: "wird selbst genommen"})
DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
NUMBERS = MappingProxyType(
    {
        "overflow_after": "Andere Teams helfen nach (Sekunden)",
        "proficiency": "Das Team muss das Thema so gut können (1 bis 5)",
        "offer_for": "Ein Angebot gilt (Sekunden)",
        "wrap_up_for": "Nacharbeit (Sekunden)",
    }
)
ACTS = MappingProxyType(
    {
        "logged_in": "angemeldet",
        "logged_out": "abgemeldet",
        "login_refused": "Anmeldung abgelehnt",
        "account_created": "Konto angelegt",
        "account_changed": "Konto geändert",
        "account_role": "Rolle geändert",
        "account_site": "Standort geändert",
        "account_disabled": "Konto gesperrt",
        "account_enabled": "Konto freigegeben",
        "password_reset": "Passwort neu gesetzt",
        "identity_tied": "Firmenkonto verbunden",
        "identity_untied": "Firmenkonto gelöst",
        "skills_changed": "Fähigkeiten geändert",
        "team_added": "Team angelegt",
        "team_changed": "Team geändert",
        "team_deleted": "Team gelöscht",
        "token_created": "Zugang für ein Programm angelegt",
        "token_revoked": "Zugang für ein Programm entzogen",
        "exported_audit_log": "Protokoll als Datei geholt",
        "exported_report": "Bericht als Datei geholt",
        "replayed_dead_letters": "Liegengebliebenes noch einmal",
        "moved_clock": "Uhr gestellt",
        "claimed": "Unterhaltung übernommen",
        "declined": "Angebot abgelehnt",
        "laid_away": "auf später gelegt",
        "replied_privately": "privat geantwortet",
        "hid": "Beitrag verborgen",
        "showed": "Beitrag wieder gezeigt",
        "split_contact": "Kontakt getrennt",
        "training_asked": "Training verlangt",
        "training_stopped": "Training angehalten",
        "revealed": "persönliche Angabe angesehen",
        "text_module_added": "Textbaustein angelegt",
        "text_module_changed": "Textbaustein geändert",
        "text_module_deleted": "Textbaustein gelöscht",
        "outage_approved": "Störungstext freigegeben",
        "outage_fixed": "Störung als behoben gemeldet",
    }
)
DONE = MappingProxyType(
    {
        "changed": "Geändert.",
        "disabled": "Gesperrt; offene Sitzungen sind beendet.",
        "enabled": "Freigegeben.",
        "untied": "Gelöst. Die nächste Anmeldung verbindet das Firmenkonto neu.",
        "deleted": "Gelöscht.",
        "revoked": "Entzogen; der Zugang gilt ab sofort nicht mehr.",
    }
)
NO_LOGIN = "Ein Konto braucht einen Anmeldenamen und einen Namen, beide ohne Steuerzeichen."
TAKEN = "Diesen Anmeldenamen gibt es schon."
NO_TEAM_NAME = "Ein Team braucht einen Namen und einen Standort."
CROOKED_HOURS = "Zeiten werden so geschrieben: 8:00-20:00."
CROOKED_NUMBER = "{}: Das ist keine passende Zahl."
STILL_THERE = "In diesem Team arbeitet noch jemand. Bitte erst alle einem anderen Team zuordnen."
NAMELESS = "Ein Zugang braucht einen Namen, höchstens 100 Zeichen lang."
CROOKED_TIME = "Das ist kein Datum."
