"""Which children an entry is about, and whose guardians are asked to confirm it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.choices import GroupKind, Profile
from accounts.families import families
from accounts.models import Enrolment, Group, GroupMember, Membership, SchoolClass
from accounts.querysets import MembershipQuerySet
from newsfeed.models import Confirmation, Entry

# Of a group that is not for adults of the school alone.
_OF_FAMILIES = ("", Profile.STUDENT, Profile.PARENT)


def children_of(entry: Entry) -> MembershipQuerySet:
    """The students of the classes and projects it is for, as a whole or only their parents; of a
    project those who are guests too.
    """
    groups = Group.objects.filter(audiences__entry=entry, profile__in=_OF_FAMILIES)
    learning = Enrolment.objects.filter(school_class__groups__in=groups, membership=OuterRef("pk"))
    projects = groups.filter(kind=GroupKind.PROJECT)
    taking_part = GroupMember.objects.filter(group__in=projects, membership=OuterRef("pk"))
    whole_school = groups.filter(kind=GroupKind.SCHOOL)
    concerned = Q(Exists(whole_school)) | Q(Exists(learning)) | Q(Exists(taking_part))
    here = Membership.objects.open().filter(school=entry.school_id)
    return here.children().filter(concerned)


def guardians_asked(groups: "QuerySet[Group] | Iterable[Group]") -> "QuerySet[GroupMember]":
    """The parents among those to whom something is addressed."""
    parents = GroupMember.objects.filter(
        group__in=groups, membership__profile=Profile.PARENT, membership__closed_at=None
    )
    return parents.select_related("membership__user")


def guardians_of(entry: Entry) -> "QuerySet[GroupMember]":
    """Those whom it asks to confirm."""
    return guardians_asked(Group.objects.filter(audiences__entry=entry))


def families_of(entry: Entry, children: MembershipQuerySet) -> MembershipQuerySet:
    """These children of it, each with whether their family `is_asked` and `has_confirmed`."""
    confirmed = Confirmation.objects.given_to(entry)
    return families(children, asked=guardians_of(entry), confirmed=confirmed)


def classes_followed(entry: Entry, by: Iterable[Membership]) -> "QuerySet[SchoolClass]":
    """The classes of whose families one of these sees what came back: its author of all it is
    about, other teachers of their own. The caller makes sure that they see the entry.
    """
    here = [each for each in by if each.school_id == entry.school_id]
    learning = Enrolment.objects.filter(
        school_class=OuterRef("pk"), membership__in=children_of(entry).values("pk")
    )
    classes = SchoolClass.objects.filter(Exists(learning), school=entry.school_id)
    if not any(each.pk == entry.author_id for each in here):
        teaching = [each.pk for each in here if each.profile == Profile.TEACHER]
        classes = classes.filter(enrolments__membership__in=teaching)
    return classes.order_by("name", "pk")


def learners_of(by: Iterable[Membership]) -> MembershipQuerySet:
    """For whom these tick what is done: themselves as students, and their children; by name."""
    mine = [each.pk for each in by]
    own = Q(pk__in=mine) | Q(guardians__guardian__in=mine)
    students = Membership.objects.open().children().filter(own).distinct()
    return students.select_related("user").by_name()


def labels_of(by: Iterable[Membership]) -> dict[int, str]:
    """How their `learners_of` are called, each with its classes, by key; two queries."""
    rooms = Prefetch("enrolments", Enrolment.objects.select_related("school_class"))
    return {each.pk: _label(each) for each in learners_of(by).prefetch_related(rooms)}


def _label(child: Membership) -> str:
    classes = ", ".join(sorted(each.school_class.name for each in child.enrolments.all()))
    return f"{child.name} ({classes})" if classes else child.name


def tickable_by(by: Iterable[Membership], entry: Entry) -> MembershipQuerySet:
    """Those of its children whom one of these ticks for."""
    return children_of(entry).filter(pk__in=learners_of(by).order_by().values("pk"))
