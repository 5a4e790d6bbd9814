"""What an import did, told to somebody who may see its people as they are now."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from accounts.circles import with_circle
from accounts.logins import fold
from accounts.models import Enrolment, Guardianship, Membership, RollImport, SchoolClass
from accounts.querysets import MembershipQuerySet
from accounts.roll.changes import Happening
from accounts.roll.preview import HAPPENINGS, LABELS, Count, counts_of
from accounts.roll.records import Part

SHOWN = 200


@dataclass(frozen=True, slots=True)
class ClassCounts:
    name: str
    new: int
    moved: int
    changed: int
    missing: int


@dataclass(frozen=True, slots=True)
class OfClasses:
    label: StrOrPromise
    classes: list[ClassCounts]


@dataclass(frozen=True, slots=True)
class Missing:
    """People of one profile and class whom the roll no longer names."""

    label: StrOrPromise
    class_name: str
    people: list[Membership]


class Result:
    """`people` are those whom the reader may see; whoever is erased is not told of any more."""

    def __init__(self, roll_import: RollImport, people: MembershipQuerySet) -> None:
        self._report = roll_import.report
        self._people = people
        self._school_id = roll_import.school_id

    @property
    def counts(self) -> list[Count]:
        return counts_of(self._report["counts"])

    @cached_property
    def new_ids(self) -> str:
        """As a form names several people."""
        return ",".join(str(pk) for part in Part for pk in self._ids(part, Happening.NEW))

    @cached_property
    def missing(self) -> list[Missing]:
        """Who is not closed yet, by profile and class."""
        ids = [pk for part in Part for pk in self._ids(part, Happening.MISSING)]
        found = with_circle(self._people.open().filter(pk__in=ids).by_name())
        places = {pk: part for part in Part for pk in self._ids(part, Happening.MISSING)}
        order = list(Part)

        def place(person: Membership) -> tuple[int, str]:
            return order.index(places[person.pk]), self._class_names.get(person.pk, [""])[0]

        people = sorted(found, key=lambda person: (*place(person), person.user.folded_name))
        return [
            Missing(LABELS[order[part]], class_name, [*group])
            for (part, class_name), group in groupby(people[:SHOWN], key=place)
        ]

    @property
    def missing_beyond(self) -> int:
        shown = sum(len(group.people) for group in self.missing)
        told = sum(len(self._ids(part, Happening.MISSING)) for part in Part)
        return told - shown if shown >= SHOWN else 0

    @cached_property
    def dropped_links(self) -> list[Guardianship]:
        """Those nobody has cut yet."""
        told = {tuple(link) for link in self._report["dropped_links"]}
        links = Guardianship.objects.filter(
            guardian__in=self._people.open(),
            student__in=self._people.open(),
            guardian_id__in={guardian for guardian, _student in told},
        ).select_related("guardian__user", "student__user")
        return [link for link in links if (link.guardian_id, link.student_id) in told]

    @cached_property
    def homonyms(self) -> list[list[Membership]]:
        """Those of each name who are still there."""
        groups = self._report["homonyms"]
        wanted = {pk for group in groups for pk in group}
        found = with_circle(self._people.filter(pk__in=wanted)).in_bulk()
        told = ([found[pk] for pk in group if pk in found] for group in groups)
        return [group for group in told if group]

    @cached_property
    def classes(self) -> list[OfClasses]:
        """How many of each profile by the class they are in now; parents in those of children."""
        found = []
        for part in (Part.STUDENTS, Part.PARENTS, Part.TEACHERS):
            happened = {pk: each for each in Happening for pk in self._ids(part, each)}
            counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
            for pk in self._people.filter(pk__in=happened).values_list("pk", flat=True):
                for name in self._class_names.get(pk, [""]):
                    counts[name][happened[pk]] += 1
            by_class = [
                ClassCounts(name, **{each: counts[name][each] for each in Happening})
                for name in sorted(counts, key=fold)
            ]
            found.append(OfClasses(LABELS[part], by_class))
        return [each for each in found if each.classes]

    @cached_property
    def _class_names(self) -> dict[int, list[str]]:
        """The classes of everybody who is told of, as they are now."""
        ids = [pk for part in Part for each in Happening for pk in self._ids(part, each)]
        own = Enrolment.objects.filter(membership__in=ids)
        childrens = Enrolment.objects.filter(membership__guardians__guardian__in=ids)
        found: defaultdict[int, set[str]] = defaultdict(set)
        for rows, who in ((own, "membership_id"), (childrens, "membership__guardians__guardian")):
            for pk, name in rows.values_list(who, "school_class__name"):
                found[pk].add(name)
        return {pk: sorted(names, key=fold) for pk, names in found.items()}

    def _classes_of(self, person: Membership) -> str:
        return ", ".join(self._class_names.get(person.pk, ()))

    def rows(self) -> Iterator[list[str]]:
        """The whole report, a line for each person."""
        classes = SchoolClass.objects.filter(school=self._school_id)
        class_names = dict(classes.values_list("pk", "name"))
        former = self._report["former_classes"]
        yield [
            _("What"),
            _("Profile"),
            _("Last name"),
            _("First name"),
            _("Login"),
            _("Class"),
            _("Class until now"),
        ]
        for part in Part:
            for happening in Happening:
                ids = self._ids(part, happening)
                found = with_circle(self._people.filter(pk__in=ids).by_name())
                for person in found if ids else ():
                    before = former.get(str(person.pk), []) if happening is Happening.MOVED else []
                    yield [
                        str(HAPPENINGS[happening]),
                        str(LABELS[part]),
                        person.user.last_name,
                        person.user.first_name,
                        person.user.username,
                        self._classes_of(person),
                        ", ".join(class_names[pk] for pk in before if pk in class_names),
                    ]
        if self.dropped_links:
            yield []
            yield [_("Parents no longer named with a child"), _("Login"), _("Children"), _("Login")]
        for link in self.dropped_links:
            parent, child = link.guardian, link.student
            yield [parent.name, parent.user.username, child.name, child.user.username]

    def _ids(self, part: Part, happening: Happening) -> list[int]:
        ids: list[int] = self._report["people"][part][happening]
        return ids
