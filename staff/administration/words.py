"""Words of the administration."""

from types import MappingProxyType

from conversation.identity import Channel
from conversation.routing.capacity import Kind
from conversation.routing.skills import SkillKind
from conversation.routing.teams import Mode
from staff.language import N_

EVERYWHERE = N_("alle Standorte")
SKILL_KINDS = MappingProxyType(
    {
        SkillKind.TOPIC: N_("Themen"),
        SkillKind.LANGUAGE: N_("Sprachen"),
        SkillKind.CHANNEL: N_("Kanäle"),
        SkillKind.PRODUCT: N_("Produkte"),
    }
)
LANGUAGES = MappingProxyType(
    {
        "de": N_("Deutsch"),
        "en": N_("Englisch"),
        "da": N_("Dänisch"),
        "nds": N_("Plattdeutsch"),
        "pl": N_("Polnisch"),
        "tr": N_("Türkisch"),
        "uk": N_("Ukrainisch"),
        "ar": N_("Arabisch"),
    }
)
LEVELS = (
    N_("gar nicht"),
    N_("1 – Anfang"),
    N_("2 – geht"),
    N_("3 – gut"),
    N_("4 – sehr gut"),
    N_("5 – Fachfrage"),
)
KINDS = MappingProxyType(
    {Kind.CHAT: N_("Chats"), Kind.MESSAGE: N_("Nachrichten"), Kind.POST: N_("Beiträge")}
)
CHANNELS = MappingProxyType(
    {
        Channel.WEBCHAT: N_("Web-Chat"),
        Channel.MESSENGER: N_("Messenger"),
        Channel.FB_COMMENT: N_("Facebook-Kommentar"),
        Channel.X_DM: N_("X privat"),
        Channel.X_PUBLIC: N_("X öffentlich"),
    }
)
MODES = MappingProxyType({Mode.PUSH: N_("wird angeboten"), Mode.PULL: N_("wird selbst genommen")})
DAYS = (
    N_("Montag"),
    N_("Dienstag"),
    N_("Mittwoch"),
    N_("Donnerstag"),
    N_("Freitag"),
    N_("Samstag"),
    N_("Sonntag"),
)
#: The days as team files write them, as people read them.
SHORT_DAYS = MappingProxyType(
    {
        "Mo": N_("Mo"),
        "Di": N_("Di"),
        "Mi": N_("Mi"),
        "Do": N_("Do"),
        "Fr": N_("Fr"),
        "Sa": N_("Sa"),
        "So": N_("So"),
    }
)
NUMBERS = MappingProxyType(
    {
        "overflow_after": N_("Andere Teams helfen nach (Sekunden)"),
        "proficiency": N_("Das Team muss das Thema so gut können (1 bis 5)"),
        "offer_for": N_("Ein Angebot gilt (Sekunden)"),
        "wrap_up_for": N_("Nacharbeit (Sekunden)"),
    }
)
ACTS = MappingProxyType(
    {
        "logged_in": N_("angemeldet"),
        "logged_out": N_("abgemeldet"),
        "login_refused": N_("Anmeldung abgelehnt"),
        "account_created": N_("Konto angelegt"),
        "account_changed": N_("Konto geändert"),
        "account_role": N_("Rolle geändert"),
        "account_site": N_("Standort geändert"),
        "account_disabled": N_("Konto gesperrt"),
        "account_enabled": N_("Konto freigegeben"),
        "password_reset": N_("Passwort neu gesetzt"),
        "identity_tied": N_("Firmenkonto verbunden"),
        "identity_untied": N_("Firmenkonto gelöst"),
        "skills_changed": N_("Fähigkeiten geändert"),
        "team_added": N_("Team angelegt"),
        "team_changed": N_("Team geändert"),
        "team_deleted": N_("Team gelöscht"),
        "token_created": N_("Zugang für ein Programm angelegt"),
        "token_revoked": N_("Zugang für ein Programm entzogen"),
        "exported_audit_log": N_("Protokoll als Datei geholt"),
        "exported_report": N_("Bericht als Datei geholt"),
        "replayed_dead_letters": N_("Liegengebliebenes noch einmal"),
        "moved_clock": N_("Uhr gestellt"),
        "claimed": N_("Unterhaltung übernommen"),
        "declined": N_("Angebot abgelehnt"),
        "laid_away": N_("auf später gelegt"),
        "replied_privately": N_("privat geantwortet"),
        "hid": N_("Beitrag verborgen"),
        "showed": N_("Beitrag wieder gezeigt"),
        "split_contact": N_("Kontakt getrennt"),
        "training_asked": N_("Training verlangt"),
        "training_stopped": N_("Training angehalten"),
        "revealed": N_("persönliche Angabe angesehen"),
        "text_module_added": N_("Textbaustein angelegt"),
        "text_module_changed": N_("Textbaustein geändert"),
        "text_module_deleted": N_("Textbaustein gelöscht"),
        "outage_approved": N_("Störungstext freigegeben"),
        "outage_fixed": N_("Störung als behoben gemeldet"),
    }
)
DONE = MappingProxyType(
    {
        "changed": N_("Geändert."),
        "disabled": N_("Gesperrt; offene Sitzungen sind beendet."),
        "enabled": N_("Freigegeben."),
        "untied": N_("Gelöst. Die nächste Anmeldung verbindet das Firmenkonto neu."),
        "deleted": N_("Gelöscht."),
        "revoked": N_("Entzogen; der Zugang gilt ab sofort nicht mehr."),
    }
)
NO_LOGIN = N_("Ein Konto braucht einen Anmeldenamen und einen Namen, beide ohne Steuerzeichen.")
TAKEN = N_("Diesen Anmeldenamen gibt es schon.")
NO_TEAM_NAME = N_("Ein Team braucht einen Namen und einen Standort.")
CROOKED_HOURS = N_("Zeiten werden so geschrieben: 8:00-20:00.")
CROOKED_NUMBER = N_("{}: Das ist keine passende Zahl.")
STILL_THERE = N_(
    "In diesem Team arbeitet noch jemand. Bitte erst alle einem anderen Team zuordnen."
)
CROOKED_TIME = N_("Das ist kein Datum.")
