"""To whom somebody may begin to write now: every floor above asks here."""

from django.db.models import Count, F, Q

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership
from accounts.querysets import GroupQuerySet, MembershipQuerySet


def reached_by(by: Membership) -> MembershipQuerySet:
    """Everybody to whom a contact rule lets `by` begin to write."""
    return Membership.objects.hearing_from(by)


def can_write_to(by: Membership, to: Membership) -> bool:
    return reached_by(by).filter(pk=to.pk).exists()


def groups_reached_by(by: Membership) -> GroupQuerySet:
    """The groups in which the rules let `by` write to everybody; guests do not count."""
    there = ~Q(members__membership__user=by.user_id) & ~Q(
        members__membership__profile=Profile.GUEST
    )
    usable = Q(members__membership__in=Membership.objects.usable().of_school(by.school_id))
    heard = Q(members__membership__in=Membership.objects.hearing_from(by).values("pk"))
    groups = Group.objects.filter(
        school=by.school_id, kind__in=(GroupKind.SCHOOL, GroupKind.CLASS, GroupKind.PROJECT)
    )
    counted = groups.annotate(
        reached=Count("members", filter=there & heard), all=Count("members", filter=there & usable)
    )
    found = counted.filter(reached__gt=0, reached=F("all"))
    return found.select_related("school", "school_class")
