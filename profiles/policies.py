from django.core.exceptions import PermissionDenied

from accounts.choices import GroupKind, Profile
from accounts.models import GroupMember, Membership, User
from profiles.choices import ShownTo


class MayShowNoPhotograph(PermissionDenied):
    """Students are drawn, unless their school allows photographs of them."""


class MayNotRemove(PermissionDenied):
    """Only whoever handles reports takes away what somebody tells of themselves."""


def can_show_photograph(membership: Membership) -> bool:
    return membership.own_profile != Profile.STUDENT or membership.school.student_photographs


def circle_of(reader: User, person: Membership) -> set[str]:
    """What a part of this one's portrait must be shown to for the reader, who sees them, to see it.

    A parent sees nothing of another's child, whomever the school lets them write to.
    """
    if person.user_id == reader.pk:
        return set(ShownTo.values)
    mine = [each for each in reader.memberships if each.school_id == person.school_id]
    if _is_anothers_child(person, mine):
        return set()
    shared = GroupMember.objects.filter(
        membership=person,
        group__kind=GroupKind.CLASS,
        group__profile="",
        group__members__membership__in=mine,
    )
    return {ShownTo.SCHOOL, ShownTo.CLASS} if shared.exists() else {ShownTo.SCHOOL}


def _is_anothers_child(person: Membership, mine: list[Membership]) -> bool:
    """Whether a student is of no family of mine, and I am nothing but a parent there."""
    only_parent = all(each.profile == Profile.PARENT for each in mine)
    if person.profile != Profile.STUDENT or not only_parent:
        return False
    return not person.guardians.filter(guardian__in=mine).exists()
