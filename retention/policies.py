from accounts.models import Membership
from accounts.policies import can_decide_about


def can_close(by: Membership, person: Membership) -> bool:
    """A guest of a project is taken out of it instead: closed here, they would come back with it."""
    return can_decide_about(by, person) and not person.is_closed and person.home_id is None


def can_reopen(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and person.is_closed and person.home_id is None
