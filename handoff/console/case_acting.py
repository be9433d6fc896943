"""What agents do about cases and contacts: hide, split, look at a draft."""

from dataclasses import dataclass

from chassis.logs import get_logger
from conversation.contacts import Contacts
from conversation.errors import ConversationError
from conversation.identity import ConversationId, LineId
from conversation.messages import Speaker
from conversation.people import Person, person_of
from conversation.ports import Transcripts
from handoff.console.outer_words import told
from handoff.console.platforms import Draft, Platforms
from handoff.console.views import Notice
from staff.language import N_
from staff.ports import Account, Audit

LONGEST_REASON = 500

HIDDEN = Notice(N_("Ausgeblendet: Nur wer es schrieb und dessen Freunde sehen es noch."))
SHOWN = Notice(N_("Wieder für alle zu sehen."))
NOT_HIDEABLE = Notice(N_("Das lässt sich hier nicht ausblenden."), bad=True)
HIDING_FAILED = N_("Nicht geändert: {}")
HIDING_UNCLEAR = Notice(
    N_("Die Plattform antwortet gerade nicht. Bitte gleich noch mal."), bad=True
)
SPLIT = Notice(N_("Getrennt. Hier steht jetzt nur noch, wer hier schreibt."))
NO_REASON = Notice(N_("Zum Trennen gehört ein Grund."), bad=True)
NOBODY = Notice(N_("Diese Person gehört nicht zu dem Kontakt."), bad=True)


@dataclass(frozen=True, slots=True)
class CaseActing:
    """Carries out what an agent wants, if it may be done; each act leaves its trace."""

    transcripts: Transcripts
    contacts: Contacts
    platforms: Platforms
    audit: Audit

    async def hide(
        self, conversation: ConversationId, agent: Account, *, line: LineId, hidden: bool = True
    ) -> Notice:
        """Hide a customer's public message, or show it again."""
        moderation = self.platforms.moderation
        lines = await self.transcripts.lines(conversation)
        written = any(one.id == line and one.speaker is Speaker.CUSTOMER for one in lines)
        if not written or not moderation.hides(conversation):
            return NOT_HIDEABLE
        await self.audit.record(agent.id, "hid" if hidden else "showed", conversation, line)
        try:
            await moderation.hide(conversation, line, hidden=hidden)
        except ConversationError as error:
            get_logger().warning("hiding_refused", exc_info=error)
            return Notice(HIDING_FAILED.format(told(str(error))), bad=True)
        except Exception as error:  # noqa: BLE001 - whatever the platform does, the agent hears of it
            get_logger().warning("hiding_failed", exc_info=error)
            return HIDING_UNCLEAR
        return HIDDEN if hidden else SHOWN

    async def split(
        self, conversation: ConversationId, agent: Account, *, person: str, reason: str
    ) -> Notice:
        """Take somebody out of the contact; where replies go stays as it is."""
        reason = reason.strip()[:LONGEST_REASON]
        if not reason:
            return NO_REASON
        contact = await self.contacts.of(person_of(conversation))
        found: Person | None = next((one for one in contact.people if str(one) == person), None)
        if found is None or len(contact.people) == 1:
            return NOBODY
        await self.audit.record(agent.id, "split_contact", conversation, reason)
        await self.contacts.split(found, who=agent.id, reason=reason)
        return SPLIT

    async def look(self, conversation: ConversationId, text: str) -> Draft | None:
        """Return what the platform will make of a reply."""
        return await self.platforms.drafting.look(conversation, text.replace("\r\n", "\n").strip())
