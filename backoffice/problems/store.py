"""Writing service problems."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backoffice.database import Database
from backoffice.problems.model import Problem
from backoffice.problems.rows import insert_problem, load_problems, update_problem
from backoffice.problems.tables import problem
from chassis.errors import ConflictError


async def add_problem(database: Database, each: Problem) -> None:
    """Keep a new problem.

    Raises `ConflictError` if its correlation id is taken: a caller who repeats a call after a
    timeout must not open the same problem twice.
    """
    try:
        async with database.writing() as connection:
            await insert_problem(connection, each)
    except IntegrityError:
        raise ConflictError("There is a problem with this correlationId already.") from None


async def change_problem(
    database: Database, id: str, *, change: Callable[[Problem], Problem]
) -> Problem | None:
    """Put what `change` makes of a problem in its place and return it; None if there is none.

    Two changes of one problem come one after the other, each seeing what the other left.
    """
    async with database.writing() as connection:
        held = select(problem.c.id).where(problem.c.id == id).with_for_update()
        if await connection.scalar(held) is None:
            return None
        before = (await load_problems(connection, (id,)))[0]
        after = change(before)
        await update_problem(connection, after)
        return after
