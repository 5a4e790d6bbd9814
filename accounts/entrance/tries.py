"""Limits guessing, exactly, however many guess at once.

Every try at a secret of an account (a password, a code, pictures, a link from an e-mail) is counted
before it is looked at. Why so: docs/decisions/limits-live-in-postgresql.md.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Throttle
from core import clock

# Of an account: ten wrong tries, and each hour gives one back.
TRIES = 10
TRY_REGAINED_IN = timedelta(hours=1)

# Of an address: a whole school comes in behind one. After these wrong tries each waits its turn.
TRIES_OF_AN_ADDRESS = 300
TURN = timedelta(seconds=1)
LONGEST_WAIT = timedelta(seconds=60)
NETWORK_OF_ONE_SUBSCRIBER = 64  # bits of an IPv6 address

# One statement: of two at once, the second sees what the first has spent.
_SPEND = """
INSERT INTO accounts_throttle AS throttle (key, until) VALUES (%(key)s, %(now)s + %(cost)s)
ON CONFLICT (key) DO UPDATE SET until = GREATEST(throttle.until, %(now)s) + %(cost)s
WHERE throttle.until <= %(now)s + %(most)s - %(cost)s
RETURNING until
"""
_GIVE_BACK = "UPDATE accounts_throttle SET until = until - %(cost)s WHERE key = %(key)s"


class TooManyTries(Exception):
    """Whatever was given was not looked at, right or wrong. Its text is for the person."""

    def __init__(self, words: str, *, seconds: int) -> None:
        super().__init__(words)
        self.seconds = seconds


def count_try(login: str) -> None:
    """Counts a try at a secret of this login's account; call it before looking at what was given.

    An unknown login is counted like any other. Call it outside of any transaction: a rollback
    would forget the try. Raises `TooManyTries`.
    """
    with transaction.atomic(durable=True):
        refusal = _refusal_of_address(login) or _refusal_of_account(login)
    if refusal:
        if context.request is not None:
            context.request.told_to_wait = refusal.seconds
        raise refusal


def give_back_try(login: str) -> None:
    """Takes a counted try back: it was right."""
    _run(_GIVE_BACK, key=_account(login), cost=TRY_REGAINED_IN)
    if address := _address():
        _run(_GIVE_BACK, key=_digest("address", address), cost=TURN)


def forget_tries(*logins: str) -> None:
    """Somebody who may decide it lets the people of these logins begin anew."""
    Throttle.objects.filter(key__in=[_account(login) for login in logins]).delete()


def having_tried(*logins: str) -> list[str]:
    """Those of these logins that have not all their tries."""
    spent = Throttle.objects.filter(key__in=[_account(login) for login in logins])
    keys = set(spent.values_list("key", flat=True))
    return [login for login in logins if _account(login) in keys]


def forget_what_is_over() -> None:
    """Deletes what limits nobody any more; a turn may still be taken for an hour."""
    Throttle.objects.filter(until__lt=clock.now() - timedelta(hours=1)).delete()


def _refusal_of_account(login: str) -> TooManyTries | None:
    if _spent(_account(login), cost=TRY_REGAINED_IN, most=TRIES * TRY_REGAINED_IN):
        return None
    words = _("That was wrong too often. Wait an hour, then try again.")
    return TooManyTries(words, seconds=round(TRY_REGAINED_IN.total_seconds()))


def _refusal_of_address(login: str) -> TooManyTries | None:
    """While many tries from there are wrong, each login is given a turn and comes back for it."""
    address = _address()
    if not address:
        return None
    now = clock.now()
    given = Throttle.objects.filter(key=_digest("turn", f"{address} {login}"))
    if given.filter(until__lte=now).delete()[0]:
        return None
    turn = given.first()
    if turn is None:
        wait = _wait_at(address, now)
        if not wait:
            return None
        turn, _made = given.get_or_create(
            key=_digest("turn", f"{address} {login}"), defaults={"until": now + wait}
        )
    return _come_back_in(turn.until - now)


def _wait_at(address: str, now: datetime) -> timedelta:
    free = TRIES_OF_AN_ADDRESS * TURN
    until = _spent(_digest("address", address), cost=TURN, most=free + LONGEST_WAIT)
    if until is None:
        return LONGEST_WAIT
    return max(until - now - free, timedelta())


def _come_back_in(wait: timedelta) -> TooManyTries:
    seconds = max(round(wait.total_seconds()), 1)
    words = ngettext(
        "Many wrong tries come from where you are. Wait %(seconds)s second, then try again.",
        "Many wrong tries come from where you are. Wait %(seconds)s seconds, then try again.",
        seconds,
    )
    return TooManyTries(words % {"seconds": seconds}, seconds=seconds)


def _spent(key: str, *, cost: timedelta, most: timedelta) -> datetime | None:
    """When all will be regained after this one, or None if nothing was left to spend."""
    spent = _run(_SPEND, key=key, cost=cost, most=most, now=clock.now())
    return spent[0][0] if spent else None


def _run(statement: str, **values: Any) -> list[tuple[datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _account(login: str) -> str:
    return _digest("account", login)


def _address() -> str:
    """Where the present request comes from; an IPv6 subscriber has a whole network of addresses."""
    if context.request is None:
        return ""
    address = ip_address(get_adapter().get_client_ip(context.request))
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((address, NETWORK_OF_ONE_SUBSCRIBER), strict=False))
    return str(address)


def _digest(of: str, value: str) -> str:
    # A login in the table would outlive its person.
    return salted_hmac(f"accounts.entrance.tries.{of}", value, algorithm="sha256").hexdigest()
