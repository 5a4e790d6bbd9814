"""A class on one page: who of its students and their parents has come in."""

from dataclasses import dataclass

from accounts.choices import Profile, State
from accounts.circles import with_circle
from accounts.models import Membership, SchoolClass
from accounts.querysets import MembershipQuerySet


@dataclass(frozen=True)
class Came:
    """How many of how many have signed in."""

    came: int
    total: int

    @property
    def missing(self) -> int:
        return self.total - self.came


@dataclass(frozen=True)
class ClassList:
    teachers: list[Membership]
    students: list[Membership]

    @property
    def students_came(self) -> Came:
        return _came(self.students)

    @property
    def parents_came(self) -> Came:
        links = [link for student in self.students for link in student.guardians.all()]
        return _came(list({link.guardian_id: link.guardian for link in links}.values()))


def class_list(visible: MembershipQuerySet, school_class: SchoolClass) -> ClassList:
    """The teachers and the students by name, these with their parents and card; few queries."""
    enrolled = visible.enrolled_in(school_class).by_name()
    students = with_circle(enrolled.filter(profile=Profile.STUDENT)).prefetch_related("cards")
    return ClassList(list(enrolled.filter(profile=Profile.TEACHER)), list(students))


def _came(people: list[Membership]) -> Came:
    return Came(sum(person.state != State.INVITED for person in people), len(people))
