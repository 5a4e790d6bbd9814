"""What students of a class wrote for it: published, given back, and still to be read."""

from types import ModuleType

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership, SchoolClass
from core.richtext import from_text
from newsfeed.actions import approve_entry, publish_entry, return_entry


def hand_in(student: Membership, teacher: Membership, words: ModuleType) -> None:
    """By a student and by their neighbour, to all of the class."""
    school_class = SchoolClass.objects.filter(enrolments__membership=student)[0]
    whole = Group.objects.get(
        school=student.school_id, kind=GroupKind.CLASS, school_class=school_class, profile=""
    )
    learning = Membership.objects.filter(
        enrolments__school_class=school_class, profile=Profile.STUDENT
    )
    neighbour = learning.exclude(pk=student.pk).select_related("user", "school").order_by("pk")[0]
    authors = (student, student, neighbour)
    published, given_back, _waiting = (
        publish_entry(author, groups=[whole], title=title, body=from_text(body))
        for author, (title, body) in zip(authors, words.HANDED_IN, strict=True)
    )
    approve_entry(teacher, entry=published)
    return_entry(teacher, entry=given_back, words=words.GIVEN_BACK)
