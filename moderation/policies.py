from accounts.models import Membership
from accounts.policies import administers, can_decide_about
from moderation.models import Case
from moderation.subjects import Thing


class OwnWords(Exception):
    """Nobody reports what they wrote themselves: they can delete it."""


def can_report(by: Membership, thing: Thing) -> bool:
    return thing.author is None or thing.author.user_id != by.user_id


def can_handle(by: Membership, case: Case) -> bool:
    return can_decide_about(by, case.accused) if case.accused else administers(by, case.school_id)
