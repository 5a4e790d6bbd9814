from accounts.models import Membership
from accounts.policies import can_decide_about


def can_close(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and not person.is_closed


def can_reopen(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and person.is_closed
