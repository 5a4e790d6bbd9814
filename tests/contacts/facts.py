"""Who may write to whom, worked out from plain facts: nothing here knows the program's own way.

The people are the cast and a few who have nobody; `rules` are those of a world, in these words.
"""

from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from accounts.choices import Profile
from tests.cast import GUARDIANS, IN_CLASS, PARTS

# In no class and no family; besides the teacher once more, as a parent of the CE2 student.
ALONE = {
    "lone_student": Profile.STUDENT,
    "lone_parent": Profile.PARENT,
    "lone_teacher": Profile.TEACHER,
}
SAME_PERSON = "teacher_as_parent"
BROUGHT = "guest_of_a_project"  # a student of the other school
SCHOOL, CLASS, FAMILY, NOBODY = "school", "class", "family", "nobody"
REACHES = (NOBODY, FAMILY, CLASS, SCHOOL)


class Place(NamedTuple):
    """A group: "school", "class" or "project"; which class or project; those of one profile."""

    kind: str
    of: str = ""
    profile: str = ""


class Rule(NamedTuple):
    sender: Place
    recipient: Place
    reach: str = SCHOOL


@dataclass(frozen=True)
class Somebody:
    profile: str
    account: str
    classes: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    at_home: str = ""  # of a guest: the profile in the school they are of


@dataclass
class Facts:
    """What is so in the school; `people` by their parts."""

    rules: list[Rule]
    people: dict[str, Somebody]
    projects: dict[str, set[str]] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    out_of_use: set[str] = field(default_factory=set)  # blocked or closed
    refusals: set[frozenset[str]] = field(default_factory=set)  # who is kept from whom, both ways
    frozen: set[str] = field(default_factory=set)  # profiles; administrators go on

    def allowed(self) -> set[tuple[str, str]]:
        pairs = product(self.people, self.people)
        return {(one, other) for one, other in pairs if self.may_write(one, other)}

    def may_write(self, sender: str, recipient: str) -> bool:
        if self.people[sender].account == self.people[recipient].account:
            return False
        if {sender, recipient} & self.out_of_use or {sender, recipient} in self.refusals:
            return False
        one = self.people[sender]
        if (one.at_home or one.profile) in self.frozen and sender != "administrator":
            return False
        return any(self.lets(rule, sender, recipient) for rule in self.rules)

    def lets(self, rule: Rule, sender: str, recipient: str) -> bool:
        if not (self.is_in(sender, rule.sender) and self.is_in(recipient, rule.recipient)):
            return False
        one, other = self.people[sender], self.people[recipient]
        if rule.reach in (CLASS, FAMILY) and rule.recipient.kind != "school":
            return False  # a limited rule leads to a profile of the school
        if rule.reach == CLASS:
            return bool(one.classes & other.classes)
        if rule.reach == FAMILY:
            return bool(one.families & other.families)
        return rule.reach == SCHOOL

    def is_in(self, part: str, place: Place) -> bool:
        person = self.people[part]
        if place.kind == "project":
            return place.of not in self.ended and part in self.projects[place.of]
        of_profile = not person.at_home and place.profile in ("", person.profile)
        return of_profile and (place.kind == "school" or place.of in person.classes)


def relation(one: Somebody, other: Somebody) -> str:
    """As what two people meet: the closest of what they are to each other."""
    if one.account == other.account:
        return "self"
    if one.families & other.families:
        return "own family"
    if one.classes & other.classes:
        return "same class"
    if not (one.classes and other.classes):
        return "none"
    both_have_families = one.families and other.families
    return "other family" if both_have_families else "other class"


def people_of_the_school() -> dict[str, Somebody]:
    people = {part: _somebody(part) for part in PARTS}
    people |= {part: Somebody(profile, part) for part, profile in ALONE.items()}
    as_parent = Somebody(Profile.PARENT, "teacher", frozenset({"ce2"}), frozenset({"ce2_student"}))
    brought = Somebody(Profile.GUEST, BROUGHT, at_home=Profile.STUDENT)
    return {**people, SAME_PERSON: as_parent, BROUGHT: brought}


def _somebody(part: str) -> Somebody:
    children = {child for guardian, child in GUARDIANS if guardian == part}
    classes = {level for level, parts in IN_CLASS.items() if {part, *children} & {*parts}}
    profile = PARTS[part].profile
    families = {part} if profile == Profile.STUDENT else children
    return Somebody(profile, part, frozenset(classes), frozenset(families))
