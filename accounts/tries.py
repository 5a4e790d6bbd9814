"""Counts wrong tries, so that a code cannot be guessed."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

WRONG_TRIES_AN_HOUR = 10
HOUR = 3600


class TooManyTries(Exception):
    """Whatever comes now is refused, right or wrong, until an hour has passed."""


def count_try(purpose: str, login: str) -> None:
    """Counts a try before it is looked at. Call it outside of any transaction that may roll back.

    Raises `TooManyTries`.
    """
    key = _key(purpose, login)
    tries = cache.get(key, 0)
    if tries >= WRONG_TRIES_AN_HOUR:
        raise TooManyTries
    cache.set(key, tries + 1, HOUR)


def forget_tries(purpose: str, login: str) -> None:
    cache.delete(_key(purpose, login))


def _key(purpose: str, login: str) -> str:
    # The cache is a table: a login in it would outlive its person.
    digest = salted_hmac("accounts.tries", login, algorithm="sha256").hexdigest()
    return f"tries:{purpose}:{digest}"
