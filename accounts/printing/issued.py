from dataclasses import dataclass

from accounts.models import Membership


@dataclass(frozen=True, slots=True)
class Issued:
    """A code that was just made for somebody; nothing but its digest is kept."""

    membership: Membership
    code: str
    with_pictures: bool
