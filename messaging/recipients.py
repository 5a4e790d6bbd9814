"""To whom somebody may begin to write, as the picker offers them."""

from typing import NamedTuple

from accounts.choices import GroupKind
from accounts.circles import with_children
from accounts.models import Group, Membership, SchoolClass, User
from accounts.querysets import MembershipQuerySet
from contacts.reach import can_write_to, groups_reached_by, reached_by
from messaging.models import Message


class Groups(NamedTuple):
    """`near` are those of one's own classes, or of the whole school for whoever has none."""

    near: list[Group]
    others: list[Group]


def writer_to(user: User, person: Membership) -> Membership | None:
    """As what this account would begin to write to somebody: the first of what it is that may."""
    if not person.is_usable:
        return None
    here = (each for each in user.memberships if each.school_id == person.school_id)
    return next((each for each in here if can_write_to(each, person)), None)


def people_found(
    by: Membership, words: str, draft: Message | None, seen: MembershipQuerySet
) -> MembershipQuerySet:
    """Who answers to these words and is not chosen yet; whom `by` has around if there are none.

    Each with classes and children, as far as these are `seen`.
    """
    people = with_children(reached_by(by), seen)
    if draft is not None:
        people = people.exclude(
            pk__in=draft.addressees.exclude(membership=None).values("membership")
        )
    if not words:
        return people.nearest_first(by)
    return people.search(words, classes=SchoolClass.objects.of_school(by.school_id))


def groups_found(by: Membership, words: str, draft: Message | None) -> Groups:
    """The same of groups. All that answer are near, if there are words."""
    groups = groups_reached_by(by).order_by("kind", "school_class__name", "name", "profile")
    if draft is not None:
        groups = groups.exclude(pk__in=draft.addressees.exclude(group=None).values("group"))
    if words:
        # Counting who is in them takes long: those meant are picked first.
        everywhere = Group.objects.addressable(by.school_id)
        meant = [each.pk for each in everywhere if each.answers_to(words)]
        return Groups(list(groups.filter(pk__in=meant)) if meant else [], [])
    classes = Group.objects.of_members([by]).filter(kind=GroupKind.CLASS)
    mine = set(classes.values_list("school_class", flat=True))
    found = Groups([], [])
    for each in groups:
        near = each.school_class_id in mine if mine else each.kind != GroupKind.CLASS
        (found.near if near else found.others).append(each)
    return found
