"""The part in which agents judge the assistant, and its forms."""

from dataclasses import dataclass

from sanic import HTTPResponse, Request

from chassis.app import App
from conversation.identity import ConversationId, LineId
from handoff.console.actions import ConsoleActions
from handoff.console.addresses import ROOT, conversation_of
from handoff.console.judging import Judging
from handoff.console.pages import ROLES
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff


@dataclass(frozen=True, slots=True)
class JudgePages:
    """Reads forms and answers with the conversation as it is then."""

    judging: Judging
    staff: Staff
    actions: ConsoleActions

    async def misunderstood(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Take what a line was."""
        notice = await self.judging.misunderstood(
            conversation,
            signed_in(request).account,
            line=LineId(field(request, "line")),
            meant=field(request, "meant"),
        )
        return await self.actions.answer(request, conversation, notice)

    async def judge(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Take whether a person should have come."""
        line = field(request, "line")
        notice = await self.judging.judge(
            conversation,
            signed_in(request).account,
            verdict=field(request, "verdict"),
            reason=field(request, "reason"),
            line=LineId(line) if line else None,
        )
        return await self.actions.answer(request, conversation, notice)


def add_judging(app: App, pages: JudgePages) -> None:
    """Put the part, its list of intents and its forms into an application."""

    @app.get(f"{ROOT}/conversations/<segment:str>/judge", name="console_judge_part")
    @for_roles(*ROLES, by_itself=True)
    async def shown(request: Request, segment: str) -> HTTPResponse:
        view = await pages.judging.view(conversation_of(segment), signed_in(request))
        return pages.staff.page(view)

    @app.get(f"{ROOT}/conversations/<segment:str>/intents", name="console_judge_intents")
    @for_roles(*ROLES, by_itself=True)
    async def intents(request: Request, segment: str) -> HTTPResponse:
        line = LineId(request.args.get("line", ""))
        return pages.staff.page(await pages.judging.intents(conversation_of(segment), line))

    pages.actions.add(app, "misunderstood", pages.misunderstood)
    pages.actions.add(app, "judge", pages.judge)
