"""Ready texts for programs: read, written, changed and deleted as on the page."""

from dataclasses import dataclass

from pydantic import BaseModel, Field

from chassis.errors import ConflictError, NotFoundError
from conversation.identity import Channel
from conversation.text_modules import ModuleId, TextModule, TextModules
from handoff.text_modules.writing import LONGEST_TEXT, LONGEST_TITLE, Writing, Written
from staff.api.callers import Scope
from staff.api.paging import PageAnswer, PageQuery, page_of
from staff.api.surface import Call, Given, Operation, Surface
from staff.roles import Role

TAG = "ready texts"
WRITERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
PATH = "/api/ready-texts"


class TextWanted(Given):
    """A ready text; where one form is empty the other serves both."""

    shortcut: str
    title: str = Field(max_length=LONGEST_TITLE)
    du: str = Field("", max_length=LONGEST_TEXT)
    sie: str = Field("", max_length=LONGEST_TEXT)
    channels: list[Channel] = Field(default_factory=list, description="None: all.")
    version: int = Field(1, ge=1, description="The version that was read, when it is changed.")

    def written(self) -> Written:
        """Return it as the page's form does."""
        return Written(
            shortcut=self.shortcut,
            title=self.title.strip(),
            du=self.du.strip(),
            sie=self.sie.strip(),
            channels=frozenset(self.channels),
            version=self.version,
        )


class TextShown(BaseModel):
    """A ready text."""

    id: str
    shortcut: str
    title: str
    du: str
    sie: str
    channels: list[Channel]
    version: int

    @classmethod
    def of(cls, module: TextModule) -> "TextShown":
        """Return a text as programs read it."""
        return cls(
            id=module.id,
            shortcut=module.shortcut,
            title=module.title,
            du=module.du,
            sie=module.sie,
            channels=sorted(module.channels),
            version=module.version,
        )


class TextsShown(PageAnswer):
    """A page of ready texts, by shortcut."""

    texts: list[TextShown]


@dataclass(frozen=True, slots=True)
class TextsApi:
    """Reads and writes through what the page uses."""

    modules: TextModules
    writing: Writing

    async def listed(self, call: Call) -> TextsShown:
        """Return all texts."""
        found, following = page_of(
            await self.modules.all(), call.asked(PageQuery), key=lambda one: (one.shortcut, one.id)
        )
        return TextsShown(texts=[TextShown.of(one) for one in found], next=following)

    async def add(self, call: Call) -> TextsShown:
        """Keep a new text; return those with its shortcut."""
        written = call.given(TextWanted).written()
        if problem := await self.writing.add(written, call.account):
            raise ConflictError(problem)
        alike = [one for one in await self.modules.all() if one.shortcut == written.shortcut]
        return TextsShown(texts=[TextShown.of(one) for one in alike], next=None)

    async def change(self, call: Call) -> TextShown:
        """Replace a text."""
        module = await self._one(call)
        written = call.given(TextWanted).written()
        if problem := await self.writing.change(module.id, written, call.account):
            raise ConflictError(problem)
        return TextShown.of(await self._one(call))

    async def remove(self, call: Call) -> None:
        """Delete a text."""
        await self.writing.remove(await self._one(call), call.account)

    async def _one(self, call: Call) -> TextModule:
        module = await self.modules.one(ModuleId(call.parts["text"]))
        if module is None:
            raise NotFoundError("There is no such text.")
        return module


def add_texts_api(surface: Surface, api: TextsApi) -> None:
    """Put the operations among the others."""
    surface.add(
        Operation(
            id="list_texts",
            method="GET",
            path=PATH,
            summary="Ready texts",
            tag=TAG,
            scope=Scope.SUPERVISION_READ,
            roles=WRITERS,
            query=PageQuery,
            answer=TextsShown,
        ),
        api.listed,
    )
    for id, method, path, summary, body, answer, handler in (
        ("add_text", "POST", PATH, "Add a ready text", TextWanted, TextsShown, api.add),
        ("change_text", "PUT", f"{PATH}/{{text}}", "Change it", TextWanted, TextShown, api.change),
        ("delete_text", "DELETE", f"{PATH}/{{text}}", "Delete it", None, None, api.remove),
    ):
        surface.add(
            Operation(
                id=id,
                method=method,
                path=path,
                summary=summary,
                tag=TAG,
                scope=Scope.SUPERVISION_WRITE,
                roles=WRITERS,
                body=body,
                answer=answer,
                person=True,
                refusals=(409,),
            ),
            handler,
        )
