"""Accounts for people who have none yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_urlsafe

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection

from accounts.logins import LoginAllocator, folded_name, login_stem
from accounts.models import User
from core import wall
from core.bulk import insert_rows, new_ids

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('accounts.people'))"
NAMESAKES = "SELECT username FROM accounts_user WHERE rtrim(username, '0123456789') = ANY (%s)"


@dataclass(frozen=True, slots=True)
class NewPerson:
    first_name: str
    last_name: str
    email: str = ""
    birth_date: date | None = None


def make_accounts(people: Sequence[NewPerson], *, language: str) -> list[int]:
    """An account with a login of its own for each, in order; call it in a transaction.

    Nobody can sign in before an activation code opened the account. The accounts are visible to
    the caller once a membership says in which school.
    """
    if not people:
        return []
    with wall.directory_open():
        # Two schools taking people in at once would give out the same numbers.
        with connection.cursor() as cursor:
            cursor.execute(ONE_AT_A_TIME)
        logins = LoginAllocator(_taken(login_stem(p.first_name, p.last_name) for p in people))
        ids = new_ids(User, len(people))
        insert_rows(
            User,
            (
                *("id", "language", "username", "password", "first_name", "last_name"),
                *("folded_name", "email", "birth_date"),
            ),
            (
                (
                    pk,
                    language,
                    logins.allocate(person.first_name, person.last_name),
                    # What Django's own does, fifty times as fast.
                    UNUSABLE_PASSWORD_PREFIX + token_urlsafe(30),
                    person.first_name,
                    person.last_name,
                    folded_name(person.first_name, person.last_name),
                    person.email,
                    person.birth_date,
                )
                for pk, person in zip(ids, people, strict=True)
            ),
        )
    return ids


def _taken(stems: Iterable[str]) -> list[str]:
    """The logins in use that are one of these stems, with or without a number."""
    with connection.cursor() as cursor:
        cursor.execute(NAMESAKES, [sorted({stem.rstrip("0123456789") for stem in stems})])
        return [login for (login,) in cursor.fetchall()]
