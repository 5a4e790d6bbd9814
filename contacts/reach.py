"""To whom somebody may begin to write now: every floor above asks here."""

from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.choices import Profile
from accounts.models import Group, Membership, User
from accounts.querysets import GroupQuerySet, MembershipQuerySet
from contacts.models import Refusal


def reached_by(by: Membership) -> MembershipQuerySet:
    """Everybody to whom a contact rule lets `by` begin to write, and no refusal keeps them from it."""
    return without_refusals(Membership.objects.hearing_from(by), by)


def without_refusals(people: MembershipQuerySet, by: Membership) -> MembershipQuerySet:
    """Without those who want no messages of `by`, or whose messages `by` does not want.

    In a conversation of many these simply do not get what `by` writes.
    """
    return people.exclude(Exists(Refusal.objects.between(by, OuterRef("pk"))))


def can_write_to(by: Membership, to: Membership) -> bool:
    return reached_by(by).filter(pk=to.pk).exists()


def groups_reached_by(by: Membership) -> GroupQuerySet:
    """The groups in which the rules let `by` write to everybody; neither guests of the school nor
    refusals count. The guests of a project do: it is theirs too.
    """
    visitor = Q(members__membership__profile=Profile.GUEST, members__membership__home=None)
    there = ~Q(members__membership__user=by.user_id) & ~visitor
    usable = Q(members__membership__in=Membership.objects.usable().of_school(by.school_id))
    heard = Q(members__membership__in=Membership.objects.hearing_from(by).values("pk"))
    counted = Group.objects.addressable(by.school_id).annotate(
        reached=Count("members", filter=there & heard), all=Count("members", filter=there & usable)
    )
    return counted.filter(reached__gt=0, reached=F("all"))


def writer_to_all(memberships: Iterable[Membership], group: Group) -> Membership | None:
    """As the first of which of these somebody may write to everybody of a group."""
    here = (each for each in memberships if each.school_id == group.school_id)
    return next((each for each in here if groups_reached_by(each).contains(group)), None)


def refused_by(user: User) -> MembershipQuerySet:
    """Whose messages this person does not get, by name; nobody else ever sees it."""
    refused = Membership.objects.filter(refused_by__by__in=user.memberships)
    return refused.select_related("user", "school").by_name()
