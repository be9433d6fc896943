"""What supervisors do with a conversation; each ends in a clear sentence and in the audit log."""

from dataclasses import dataclass

from conversation.errors import NoRoomError, OfferedAlreadyError, StaleHoldError
from conversation.identity import AgentId, ConversationId
from conversation.routing.sites import Viewer
from handoff.console.views import Notice
from handoff.routing.assigning import Assigning, NotThereError
from handoff.routing.sites import Sites
from staff.language import N_
from staff.ports import Account, Accounts, Audit

LONGEST_REASON = 200

NOBODY = Notice(N_("Bitte auswählen, wer übernehmen soll."), bad=True)
MOVED_ON = Notice(
    N_("Nichts geändert: Inzwischen hat jemand übernommen oder abgeschlossen. Bitte nachsehen."),
    bad=True,
)
AWAY = N_("Nichts geändert: {} ist nicht da.")
ELSEWHERE = N_("Nichts geändert: {} arbeitet an einem anderen Standort.")
FULL = N_("Nichts geändert: {} hat so viel, wie auf einmal vorgesehen ist.")
OFFERED = Notice(
    N_(
        "Zurück in der Warteschlange, wird aber gerade jemand anderem angeboten. Bitte noch einmal."
    ),
    bad=True,
)


@dataclass(frozen=True, slots=True)
class Supervising:
    """Carries out a supervisor's decision. None is returned when all went well."""

    assigning: Assigning
    accounts: Accounts
    sites: Sites
    audit: Audit

    async def assign(
        self,
        conversation: ConversationId,
        by: Account,
        viewer: Viewer,
        *,
        to: AgentId,
        epoch: int,
        reason: str = "",
    ) -> Notice | None:
        """Give a conversation to an agent of `viewer`'s site, who may be the supervisor."""
        agent = await self.accounts.by_id(to)
        if agent is None or agent.disabled:
            return NOBODY
        if not await self.sites.is_at(viewer, agent.id):
            return Notice(ELSEWHERE.format(agent.name), bad=True)
        if agent.id == by.id:
            # Whoever takes something is there, also without the console's stream.
            wall = self.assigning.claiming.wall
            await self.assigning.claiming.roster.beat(by.id, now=wall.now())
        try:
            await self.assigning.assign(conversation, agent.id, name=agent.name, epoch=epoch)
        except NotThereError:
            return Notice(AWAY.format(agent.name), bad=True)
        except NoRoomError:
            return Notice(FULL.format(agent.name), bad=True)
        except OfferedAlreadyError:
            return OFFERED
        except StaleHoldError:
            return MOVED_ON
        what = "took_over" if agent.id == by.id else "reassigned"
        await self.audit.record(by.id, what, conversation, _detail(agent.id, reason))
        return None

    async def requeue(
        self, conversation: ConversationId, by: Account, *, epoch: int, reason: str = ""
    ) -> Notice | None:
        """Put what an agent holds back into the queue."""
        try:
            await self.assigning.requeue(conversation, epoch=epoch)
        except StaleHoldError:
            return MOVED_ON
        await self.audit.record(by.id, "requeued", conversation, _detail("", reason))
        return None


def _detail(agent: str, reason: str) -> str:
    return ": ".join(part for part in (agent, " ".join(reason.split())[:LONGEST_REASON]) if part)
