"""Who looks after the unsuitable sites that people of a school meet: those with the first of these duties
that somebody has who can come in.
"""

from accounts.choices import Duty
from accounts.models import Membership, User
from accounts.querysets import MembershipQuerySet

CHAIN = (Duty.ONLINE_COORDINATOR, Duty.LOCAL_ADMINISTRATOR, Duty.HEAD)


def site_desk(school_id: int) -> MembershipQuerySet:
    for duty in CHAIN:
        here = Membership.objects.who_came_with({duty}, school_id)
        if here.exists():
            return here
    return Membership.objects.none()


def schools_of_sites(user: User) -> list[int]:
    """Where this person looks after them now."""
    with_duty = {each.school_id for each in user.memberships if each.has_one_of(CHAIN)}
    return [pk for pk in sorted(with_duty) if site_desk(pk).filter(user=user).exists()]
