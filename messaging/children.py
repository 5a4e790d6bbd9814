"""Which children a message is about, as far as the roll tells."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.choices import Profile
from accounts.models import Enrolment, Guardianship, Membership
from messaging.models import Addressee, Delivery

Children = dict[int, dict[int, Membership]]
Classes = dict[int, dict[int, str]]


@dataclass(frozen=True)
class Roll:
    """By the key of a membership: whose family they are (a student their own), and their classes."""

    children: Children
    classes: Classes

    def is_around(self, person: Membership, child: int) -> bool:
        """Whether they are of the child's family or teach it."""
        teaches = person.profile == Profile.TEACHER
        shared = self.classes[person.pk].keys() & self.classes[child].keys()
        return child in self.children[person.pk] or (teaches and bool(shared))

    def label(self, child: Membership) -> str:
        classes = ", ".join(self.classes[child.pk].values())
        return f"{child.name} ({classes})" if classes else child.name


def children_of(told: Collection[Delivery]) -> dict[int, list[str]]:
    """By the key of each delivery: the reader's children in a class that was written to, or else
    those around whom both author and reader are, each with their class. Needs both at hand.
    """
    people = {each.membership for each in told} | {each.message.author for each in told}
    roll = _roll(people)
    classes = _classes_written_to({each.message.conversation_id for each in told})
    return {each.pk: _about(each, roll, classes[each.message.conversation_id]) for each in told}


def _about(told: Delivery, roll: Roll, classes: set[int]) -> list[str]:
    author, reader = told.message.author, told.membership
    mine, theirs = roll.children[reader.pk], roll.children[author.pk]
    found = [child for key, child in mine.items() if classes & roll.classes[key].keys()] or [
        child
        for key, child in (mine | theirs).items()
        if roll.is_around(author, key) and roll.is_around(reader, key)
    ]
    return [roll.label(child) for child in found]


def _roll(people: Iterable[Membership]) -> Roll:
    children: Children = defaultdict(dict)
    for person in people:
        if person.profile == Profile.STUDENT:
            children[person.pk][person.pk] = person
    links = Guardianship.objects.filter(guardian__in=people, student__closed_at=None)
    for link in links.select_related("student__user").order_by("student__user__folded_name"):
        children[link.guardian_id][link.student_id] = link.student
    students = {key for each in children.values() for key in each}
    classes: Classes = defaultdict(dict)
    enrolled = Enrolment.objects.filter(membership__in=students | {each.pk for each in people})
    for each in enrolled.select_related("school_class").order_by("school_class__name"):
        classes[each.membership_id][each.school_class_id] = each.school_class.name
    return Roll(children, classes)


def _classes_written_to(conversations: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    to_classes = Addressee.objects.filter(
        message__conversation__in=conversations, group__school_class__isnull=False
    )
    for talk, school_class in to_classes.values_list(
        "message__conversation", "group__school_class"
    ):
        found[talk].add(school_class)
    return found
