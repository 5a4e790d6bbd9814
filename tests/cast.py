"""The cast: two schools that mirror each other, and in each the same people for the same reasons.

`build` writes them once into the test database; each test then reads its own copies with `call`.
Everybody has signed the charter of their profile and signs in with `PASSWORD`.
"""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from django.db import transaction

from accounts.choices import Duty, Profile
from accounts.groups import sync_groups
from accounts.models import Group, Membership, School, SchoolClass, User
from core import wall
from tests.factories.accounts import (
    PASSWORD,
    ClassFactory,
    EnrolmentFactory,
    GuardianshipFactory,
    MembershipFactory,
    SchoolFactory,
    UserFactory,
)
from tests.factories.charters import CharterVersionFactory, SignatureFactory

__all__ = ["PASSWORD", "Cast", "Troupe", "build", "call"]


@dataclass
class Troupe:
    """The people of one school."""

    school: School
    cm1: SchoolClass
    ce2: SchoolClass
    student: Membership  # of CM1: most stories begin with her
    classmate: Membership  # of CM1, of another family
    ce2_student: Membership  # has nothing to do with CM1
    sibling: Membership  # of CE2, the student's brother
    mother: Membership  # of the student and the sibling: two children in two classes
    father: Membership  # of the student alone, lives apart from her mother
    parent_in_both: Membership  # of the classmate and of the classmate's twin: one account
    ce2_parent: Membership  # of the CE2 student
    teacher: Membership  # of CM1
    ce2_teacher: Membership
    staff: Membership
    head: Membership
    administrator: Membership  # local administrator
    senior: Membership  # senior staff: handles reports and administers nothing
    above: Membership  # above the head
    lead: Membership  # safeguarding lead
    coordinator: Membership  # online coordinator
    guest: Membership

    @property
    def people(self) -> dict[str, Membership]:
        """Everybody of this school by their part."""
        return {part: getattr(self, part) for part in PARTS}

    def group(
        self, kind: str, profile: str = "", *, of: SchoolClass | Membership | None = None
    ) -> Group:
        """An automatic group: `cast.group("class", "parent", of=cast.cm1)`."""
        return Group.objects.get(
            school=self.school,
            kind=kind,
            profile=profile,
            school_class=of if isinstance(of, SchoolClass) else None,
            person=of if isinstance(of, Membership) else None,
        )


@dataclass
class Cast(Troupe):
    """The people of École Jules-Verne; those of École Marie-Curie are in `other`."""

    other: Troupe

    def twin(self, person: Membership) -> Membership:
        """Who plays the same part in the other school."""
        for mine, theirs in ((self, self.other), (self.other, self)):
            for part, member in mine.people.items():
                if member.pk == person.pk:
                    return theirs.people[part]
        raise LookupError("nobody of the cast")


class Part(NamedTuple):
    profile: Profile
    here: str
    there: str
    duties: tuple[Duty, ...] = ()


PARTS = {
    "student": Part(Profile.STUDENT, "Emma Lacombe", "Zoé Vasseur"),
    "classmate": Part(Profile.STUDENT, "Noé Marchand", "Tom Marchand"),
    "ce2_student": Part(Profile.STUDENT, "Inès Haddad", "Jade Kowalski"),
    "sibling": Part(Profile.STUDENT, "Léo Lacombe", "Hugo Vasseur"),
    "mother": Part(Profile.PARENT, "Claire Lacombe", "Sophie Vasseur"),
    "father": Part(Profile.PARENT, "Marc Roussel", "Karim Benali"),
    "parent_in_both": Part(Profile.PARENT, "Anne Marchand", "Anne Marchand"),
    "ce2_parent": Part(Profile.PARENT, "Samir Haddad", "Piotr Kowalski"),
    "teacher": Part(Profile.TEACHER, "Hélène Dubreuil", "Julie Fontaine"),
    "ce2_teacher": Part(Profile.TEACHER, "Paul Castel", "Luc Morvan"),
    "staff": Part(Profile.STAFF, "Denis Ferrand", "Odile Picard"),
    "head": Part(Profile.STAFF, "Brigitte Aubry", "Gérard Colin", (Duty.HEAD,)),
    "administrator": Part(
        Profile.STAFF, "Yves Tessier", "Nadia Leroux", (Duty.LOCAL_ADMINISTRATOR,)
    ),
    "senior": Part(Profile.STAFF, "Walter Quesnel", "Wassila Quint", (Duty.SENIOR_STAFF,)),
    "above": Part(Profile.STAFF, "Xavier Wuilmart", "Quentin Wicart", (Duty.ABOVE_HEAD,)),
    "lead": Part(Profile.STAFF, "Wanda Quillard", "Xénia Wattier", (Duty.SAFEGUARDING_LEAD,)),
    "coordinator": Part(
        Profile.STAFF, "Quirin Watelet", "Wilma Quinet", (Duty.ONLINE_COORDINATOR,)
    ),
    "guest": Part(Profile.GUEST, "Ondine Perrin", "Basile Garnier"),
}
IN_CLASS = {
    "cm1": ("student", "classmate", "teacher"),
    "ce2": ("ce2_student", "sibling", "ce2_teacher"),
}
GUARDIANS = (
    ("mother", "student"),
    ("mother", "sibling"),
    ("father", "student"),
    ("parent_in_both", "classmate"),
    ("ce2_parent", "ce2_student"),
)
SCHOOLS = {"here": "École Jules-Verne", "there": "École Marie-Curie"}


@transaction.atomic
def build() -> None:
    """Writes the cast into an empty database, unless it is there."""
    if School.objects.filter(name=SCHOOLS["here"]).exists():
        return
    accounts: dict[str, User] = {}
    for side, name in SCHOOLS.items():
        school = SchoolFactory(name=name)
        with wall.within(school.pk):
            _build_school(school, side, accounts)


def _build_school(school: School, side: str, accounts: dict[str, User]) -> None:
    people: dict[str, Membership] = {}
    for part, (profile, *names, duties) in PARTS.items():
        name = names[list(SCHOOLS).index(side)]
        if name not in accounts:
            first, last = name.split()
            accounts[name] = UserFactory(first_name=first, last_name=last)
        people[part] = MembershipFactory(
            school=school, user=accounts[name], profile=profile, duties=list(duties)
        )
    for level, parts in IN_CLASS.items():
        school_class = ClassFactory(school=school, name=level.upper(), level=level.upper())
        for part in parts:
            EnrolmentFactory(school=school, school_class=school_class, membership=people[part])
    for guardian, student in GUARDIANS:
        GuardianshipFactory(school=school, guardian=people[guardian], student=people[student])
    versions = {p.value: CharterVersionFactory(school=school, profile=p) for p in Profile}
    for person in people.values():
        SignatureFactory(school=school, version=versions[person.profile], membership=person)
    sync_groups(school.pk)


def call() -> Cast:
    """Fresh copies of the cast, from the database."""
    schools = {school.name: school for school in School.objects.filter(name__in=SCHOOLS.values())}
    here, there = (schools[name] for name in SCHOOLS.values())
    with wall.within(here.pk, there.pk):
        return Cast(**_parts(here, "here"), other=Troupe(**_parts(there, "there")))


def _parts(school: School, side: str) -> dict[str, Any]:
    members = Membership.objects.filter(school=school).select_related("user", "school")
    by_name = {member.name: member for member in members}
    classes = {each.level.lower(): each for each in SchoolClass.objects.filter(school=school)}
    people: dict[str, Any] = {part: by_name[getattr(PARTS[part], side)] for part in PARTS}
    found: dict[str, Any] = {"school": school, **classes, **people}
    return {field.name: found[field.name] for field in fields(Troupe)}
