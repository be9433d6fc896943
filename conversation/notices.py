"""The system's own German words to customers: who answers, who comes, by when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversation.address import SIE
from conversation.handoff_words import EMERGENCY, IN_OTHER_LANGUAGES, asking, opening
from conversation.packets import HandoffPacket

#: From this score on somebody was satisfied.
CONTENT = 4
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@dataclass(frozen=True, slots=True)
class Notices:
    """Phrases notices for one brand; `form` is `du` or `sie`, and empty means the brand's own."""

    brand: str
    assistant: str
    zone: ZoneInfo
    default_form: str = "du"

    def disclosure(self, form: str = "") -> str:
        """Say that a machine answers (EU AI Act Art. 50), before it says anything else."""
        start = (
            f"Moin! Hier ist {self.assistant}, der digitale Assistent von {self.brand}. "
            "Ich bin ein Computerprogramm"
        )
        if self._sie(form):
            return (
                f"{start} und helfe Ihnen bei Tarifen, Störungen und Terminen. "
                "Wenn Sie lieber mit einem Menschen schreiben, sagen Sie einfach Bescheid."
            )
        return (
            f"{start} und helfe dir bei Tarifen, Störungen und Terminen. "
            "Wenn du lieber mit einem Menschen schreibst, sag einfach Bescheid."
        )

    def handed_over(
        self, packet: HandoffPacket, *, public: bool, deadline: datetime, now: datetime, form: str
    ) -> str:
        """Say why a person takes over, by when they answer, and ask for the one thing they need.

        In public nothing is asked. Who does not speak German hears it in their own language.
        """
        if packet.language:
            words = IN_OTHER_LANGUAGES.get(packet.language, IN_OTHER_LANGUAGES["en"])
            return words.format(until=self._stamp(deadline, now=now))
        sie = self._sie(form)
        promise = "Sie bekommen" if sie else "Du bekommst"
        until = self.moment(deadline, now=now)
        parts = [opening(packet, sie=sie), f"{promise} spätestens {until} eine Antwort."]
        return " ".join([*parts, "" if public else asking(packet, sie=sie)]).strip()

    def emergency(self, *, form: str) -> str:
        """Name the emergency number to somebody who already waits and now tells of danger."""
        return EMERGENCY[self._sie(form)]

    def overdue(self, *, deadline: datetime, now: datetime, form: str) -> str:
        """Own up to a promise that was not kept, and make a new one."""
        until = self.moment(deadline, now=now)
        patience = "für Ihre Geduld" if self._sie(form) else "für deine Geduld"
        return (
            "Entschuldigung, es dauert länger als versprochen. Wir sind dran, "
            f"die Antwort kommt spätestens {until}. Danke {patience}."
        )

    def estimated(
        self, *, deadline: datetime, promised: datetime | None, now: datetime, form: str
    ) -> str:
        """Say a new time by when a person answers, before the one told so far is broken."""
        until = self.moment(deadline, now=now)
        if promised is not None and deadline < promised:
            return f"Es geht schneller als gedacht: Die Antwort kommt spätestens {until}."
        regret = "Bitte haben Sie" if self._sie(form) else "Bitte hab"
        return (
            "Gerade melden sich besonders viele bei uns. "
            f"Die Antwort kommt spätestens {until}. {regret} noch etwas Geduld."
        )

    def claimed(self, name: str, *, form: str) -> str:
        """Say which person answers from now on."""
        whom = "Ihnen" if self._sie(form) else "dir"
        return f"Ab jetzt schreibt {name} aus unserem Team mit {whom}."

    def given_back(self, *, form: str) -> str:
        """Say that the machine answers again (Meta's rule for Germany, EU AI Act Art. 50)."""
        offer = "Was kann ich noch für Sie tun?" if self._sie(form) else "Was kann ich noch tun?"
        return (
            f"Ab hier antwortet wieder {self.assistant}, der digitale Assistent "
            f"(ein Computerprogramm). {offer}"
        )

    def into_private(self, *, form: str) -> str:
        """Lead out of the public, where nothing personal is asked for or repeated."""
        ask = "Bitte schreiben Sie uns" if self._sie(form) else "Schreib uns bitte"
        return f"Das klären wir am besten privat: {ask} eine Direktnachricht."

    def please_delete(self, *, form: str) -> str:
        """Ask somebody to take personal data out of the public; short, for it goes beside more."""
        ask = "löschen Sie Ihren Beitrag" if self._sie(form) else "lösch deinen Beitrag"
        return f"Bitte {ask} wieder: Darin stehen persönliche Daten."

    def closed(self, *, form: str) -> str:
        """Say good-bye for the team."""
        again = "schreiben Sie uns einfach wieder" if self._sie(form) else "schreib einfach wieder"
        return f"Das Gespräch ist damit beendet. Wenn noch etwas ist: {again}."

    def satisfaction(self, *, form: str) -> str:
        """Ask how satisfied somebody was; the ends are named, for in schools 1 is the best."""
        ask = "waren Sie" if self._sie(form) else "warst du"
        return (
            f"Eine Frage noch: Wie zufrieden {ask} mit unserer Hilfe? "
            "Eine Zahl genügt, von 1 (gar nicht) bis 5 (sehr zufrieden)."
        )

    def rated(self, score: int, *, form: str) -> str:
        """Thank for an answer; whoever is not content hears how to go on."""
        if score >= CONTENT:
            return "Danke, das freut uns!"
        again = "schreiben Sie uns einfach" if self._sie(form) else "schreib uns einfach"
        return f"Danke für die ehrliche Antwort. Wenn noch etwas offen ist, {again}."

    def moment(self, moment: datetime, *, now: datetime) -> str:
        """Phrase a coming time as people do: `um 14:20 Uhr`, `morgen um 8:10 Uhr`."""
        local, today = moment.astimezone(self.zone), now.astimezone(self.zone).date()
        clock = f"um {local.hour}:{local.minute:02d} Uhr"
        days = (local.date() - today).days
        if days == 0:
            return clock
        if days == 1:
            return f"morgen {clock}"
        if days < timedelta(days=7).days:
            return f"am {WEEKDAYS[local.weekday()]} {clock}"
        return f"am {local.day}.{local.month}. {clock}"

    def _stamp(self, moment: datetime, *, now: datetime) -> str:
        """Write a coming time in figures, for readers of any language."""
        local, today = moment.astimezone(self.zone), now.astimezone(self.zone).date()
        clock = f"{local.hour}:{local.minute:02d}"
        return clock if local.date() == today else f"{local.day}.{local.month}., {clock}"

    def _sie(self, form: str) -> bool:
        return (form or self.default_form) == SIE
