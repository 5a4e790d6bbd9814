"""What follows the roll of a school beside its groups, filled in by higher floors."""

from collections.abc import Callable

Follower = Callable[[int], None]
_followers: list[Follower] = []


def register(follower: Follower, *, first: bool = False) -> None:
    """Called with a school's id, within its wall, in the transaction that changed its roll or who has
    which duty; from `AppConfig.ready`. What says who may come in goes `first`: others follow it.
    """
    _followers.insert(0 if first else len(_followers), follower)


def follow(school_id: int) -> None:
    for follower in _followers:
        follower(school_id)
