"""Writing trouble tickets."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.bills.rows import newest_bill
from backoffice.customers.rows import customer_exists
from backoffice.database import Database
from backoffice.numbering import Series, next_id
from backoffice.tickets.model import Ticket
from backoffice.tickets.rows import insert_ticket, load_tickets, update_ticket
from backoffice.tickets.rules import repeats
from backoffice.tickets.tables import ticket
from backoffice.tmf.errors import UnprocessableError
from chassis.errors import ConflictError

# For whoever asked, who reads German.
MORE_THAN_BILLED = "Der Betrag ist höher als die letzte Rechnung."


async def add_ticket(
    database: Database, *, opening: Callable[[str], Ticket]
) -> tuple[Ticket, bool]:
    """Keep the ticket that `opening` makes for an id; return it, and whether it is new.

    A call repeated under its external id gets the ticket it opened before. Raises `ConflictError`
    if the external id belongs to another ticket, `UnprocessableError` if there is no such customer
    or their last bill is less than the credit asked for.
    """
    async with database.writing() as connection:
        # Taken first: whoever makes the same call at the same time waits here, and then sees ours.
        each = opening(await next_id(connection, Series.TICKET))
        before = await _opened_as(connection, each.external_id)
        if before is not None:
            if not repeats(each, before):
                raise ConflictError("This externalId belongs to another ticket.")
            return before, False
        if not await customer_exists(connection, each.customer):
            raise UnprocessableError("relatedParty: there is no customer with this number.")
        if each.cents is not None and each.cents > await newest_bill(connection, each.customer):
            raise UnprocessableError(MORE_THAN_BILLED)
        await insert_ticket(connection, each)
        return each, True


async def change_ticket(
    database: Database, id: str, *, change: Callable[[Ticket], Ticket]
) -> Ticket | None:
    """Put what `change` makes of a ticket in its place and return it; None if there is none.

    Two changes of one ticket come one after the other, each seeing what the other left.
    """
    async with database.writing() as connection:
        held = select(ticket.c.id).where(ticket.c.id == id).with_for_update(key_share=True)
        if await connection.scalar(held) is None:
            return None
        [before] = await load_tickets(connection, (id,))
        after = change(before)
        await update_ticket(connection, after, known_notes=len(before.notes))
        return after


async def _opened_as(connection: AsyncConnection, external_id: str | None) -> Ticket | None:
    if external_id is None:
        return None
    named = select(ticket.c.id).where(ticket.c.external_id == external_id)
    id = await connection.scalar(named)
    if id is None:
        return None
    [found] = await load_tickets(connection, (id,))
    return found
