"""What follows the roll of a school beside its groups, filled in by higher floors."""

from collections.abc import Callable

Follower = Callable[[int], None]
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Called with a school's id, within its wall, in the transaction that changed its roll; from
    `AppConfig.ready`.
    """
    _followers.append(follower)


def follow(school_id: int) -> None:
    for follower in _followers:
        follower(school_id)
