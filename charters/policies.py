from accounts.models import Membership
from charters.models import CharterVersion


def can_sign(by: Membership, version: CharterVersion) -> bool:
    return (by.school_id, by.profile) == (version.school_id, version.profile)
