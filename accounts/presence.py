"""Who is connected to this server process, and whether they still may be."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import structlog
from channels.db import database_sync_to_async
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.http import HttpRequest

from accounts.models import Group
from core import wall

log = structlog.get_logger()

SECONDS_BETWEEN_CHECKS = 5

_LOST = """
SELECT session_key FROM unnest(%s::bigint[], %s::int[], %s::text[])
    AS ticket (user_id, auth_epoch, session_key)
WHERE NOT EXISTS (
    SELECT FROM accounts_user person
    JOIN django_session session ON session.session_key = ticket.session_key
    WHERE person.id = ticket.user_id AND person.auth_epoch = ticket.auth_epoch
    AND session.expire_date > now()
)
"""


@dataclass(frozen=True)
class Ticket:
    """What a socket was admitted with."""

    user_id: int
    auth_epoch: int
    session_key: str
    group_ids: tuple[int, ...]


class Connection(Protocol):
    """An open socket: in practice an `accounts.consumers.LiveConsumer`."""

    ticket: Ticket | None

    async def leave(self, message: dict[str, str]) -> None: ...


_connected: set[Connection] = set()
_checking: asyncio.Task[None] | None = None


def admit(session: SessionBase) -> Ticket | None:
    """The ticket of whoever is signed in with this session; None for nobody."""
    user_id = session.get(SESSION_KEY)
    if user_id is None or session.session_key is None:
        return None
    with wall.as_person(int(user_id)):
        request = HttpRequest()
        request.session = session
        user = get_user(request)
        if not user.is_authenticated:
            return None
        group_ids = Group.objects.of_members(user.memberships).values_list("pk", flat=True)
        return Ticket(user.pk, user.auth_epoch, session.session_key, tuple(group_ids))


def watch(consumer: Connection) -> None:
    """From now on this connection is closed within seconds of its person losing their rights."""
    global _checking  # noqa: PLW0603  (one task a process)
    _connected.add(consumer)
    if _checking is None or _checking.done():
        _checking = asyncio.create_task(_check_while_anybody_is_here())


def unwatch(consumer: Connection) -> None:
    _connected.discard(consumer)


async def _check_while_anybody_is_here() -> None:
    while _connected:
        await asyncio.sleep(SECONDS_BETWEEN_CHECKS)
        try:
            await close_those_without_rights()
        except Exception:
            log.exception("rights could not be checked")


async def close_those_without_rights() -> None:
    """Closes each connection of this process whose account or session has ended."""
    here = [(consumer, consumer.ticket) for consumer in _connected if consumer.ticket]
    lost = await database_sync_to_async(_lost)([ticket for _, ticket in here])
    leaving = (consumer for consumer, ticket in here if ticket.session_key in lost)
    await asyncio.gather(*map(_close, leaving))


async def _close(consumer: Connection) -> None:
    # One that has gone, or whose browser takes nothing, keeps nobody else connected.
    with suppress(OSError):
        async with asyncio.timeout(SECONDS_BETWEEN_CHECKS):
            await consumer.leave({})


async def has_lost(ticket: Ticket) -> bool:
    """Whether the account or the session of this ticket has ended."""
    return bool(await database_sync_to_async(_lost)([ticket]))


def _lost(tickets: list[Ticket]) -> set[str]:
    columns: list[list[int] | list[str]] = [
        [ticket.user_id for ticket in tickets],
        [ticket.auth_epoch for ticket in tickets],
        [ticket.session_key for ticket in tickets],
    ]
    with wall.directory_open(), connection.cursor() as cursor:
        cursor.execute(_LOST, columns)
        return {row[0] for row in cursor.fetchall()}
