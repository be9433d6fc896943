"""The operations about tokens themselves, for administrators."""

from datetime import datetime

from pydantic import BaseModel, Field

from chassis.errors import BadRequestError, NotFoundError
from staff.api.callers import Scope
from staff.api.making import MOST_DAYS, Making, Wanted
from staff.api.paging import PageAnswer, PageQuery, page_of
from staff.api.surface import Call, Given, Operation, Surface
from staff.api.tokens import ApiToken, TokenId
from staff.roles import Role

TAG = "tokens"
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class TokenShown(BaseModel):
    """A token, without itself."""

    id: str
    name: str = Field(description="What the program is called; its account has the same name.")
    account: str = Field(description="In whose name it acts; stands in the audit log.")
    role: Role | None
    scopes: list[Scope]
    site: str = Field(description="The site it is for; empty: all.")
    made_by: str
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None


class TokensShown(PageAnswer):
    """A page of tokens, the newest first."""

    tokens: list[TokenShown]


class TokenWanted(Given):
    """A token to be made."""

    name: str
    role: Role
    scopes: list[Scope]
    site: str = ""
    days: int = Field(365, ge=1, le=MOST_DAYS)


class TokenMade(BaseModel):
    """A new token."""

    token: TokenShown
    secret: str = Field(description="The bearer token: shown this once and kept nowhere.")


def add_token_operations(surface: Surface, making: Making) -> None:
    """Put them among the others."""

    async def listed(call: Call) -> TokensShown:
        found, following = page_of(
            await making.tokens.all(),
            call.asked(PageQuery),
            key=lambda one: (one.made_at.isoformat(), one.id),
            newest_first=True,
        )
        return TokensShown(tokens=[await _shown(making, one) for one in found], next=following)

    async def make(call: Call) -> TokenMade:
        given = call.given(TokenWanted)
        wanted = Wanted(
            name=given.name.strip(),
            role=given.role.value,
            scopes=frozenset(scope.value for scope in given.scopes),
            site=given.site.strip(),
            days=given.days,
        )
        made = await making.make(wanted, call.account)
        if isinstance(made, str):
            raise BadRequestError(made)
        return TokenMade(token=await _shown(making, made.token), secret=made.secret)

    async def revoke(call: Call) -> None:
        if not await making.revoke(TokenId(call.parts["token"]), call.account):
            raise NotFoundError("There is no such token, or it was revoked before.")

    surface.add(
        Operation(
            id="list_tokens",
            method="GET",
            path="/api/tokens",
            summary="All tokens, without themselves",
            tag=TAG,
            scope=Scope.ADMINISTRATION_READ,
            roles=ADMINISTRATORS,
            person=True,
            query=PageQuery,
            answer=TokensShown,
        ),
        listed,
    )
    surface.add(
        Operation(
            id="make_token",
            method="POST",
            path="/api/tokens",
            summary="Make a token",
            tag=TAG,
            scope=Scope.ADMINISTRATION_WRITE,
            roles=ADMINISTRATORS,
            person=True,
            body=TokenWanted,
            answer=TokenMade,
            secret=True,
        ),
        make,
    )
    surface.add(
        Operation(
            id="revoke_token",
            method="DELETE",
            path="/api/tokens/{token}",
            summary="Revoke a token",
            tag=TAG,
            scope=Scope.ADMINISTRATION_WRITE,
            roles=ADMINISTRATORS,
            person=True,
        ),
        revoke,
    )


async def _shown(making: Making, token: ApiToken) -> TokenShown:
    return TokenShown(
        id=token.id,
        name=token.name,
        account=token.account,
        role=await making.role_of(token),
        scopes=sorted(scope for scope in Scope if scope.value in token.scopes),
        site=token.site,
        made_by=token.made_by,
        made_at=token.made_at,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        used_at=token.used_at,
    )
