from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from accounts.choices import GroupKind, Profile, Within
from accounts.deciding import NotAllowed
from accounts.models import Group, GroupMember, Membership, SchoolClass
from accounts.policies import administers
from accounts.querysets.groups import LISTED_KINDS
from contacts.models import Freeze, Project, Refusal
from contacts.table import limits_for
from core import wall
from core.templatetags.readable import when


def can_be_ruled(from_group: Group, to_group: Group, within: str | None) -> bool:
    """Whether a contact rule may say this of two groups: in their school, of more than one family,
    and limited to whom people share something with only in the table of profiles.
    """
    of_one_school = from_group.school_id == to_group.school_id
    groups = (from_group, to_group)
    if not of_one_school or any(each.kind not in LISTED_KINDS for each in groups):
        return False
    if all(each.kind == GroupKind.SCHOOL and each.profile for each in groups):
        return within in limits_for(from_group.profile, to_group.profile)
    return within in (None, Within.ALL)


class SendingFrozen(PermissionDenied):
    """The school has paused the sending of whoever asks."""

    def __init__(self, freeze: Freeze) -> None:
        super().__init__()
        self.freeze = freeze

    @property
    def sentence(self) -> str:
        words = gettext(
            "Writing is paused until %(when)s. Nothing was sent; the words are kept here."
        )
        return words % {"when": when(self.freeze.until)}


def holding_freeze(by: Membership) -> Freeze | None:
    """What keeps this one from sending now, here or in the school a guest is of. Administrators are
    never frozen out.

    Always asked anew: the school that came with a membership may have been read before it.
    """
    if by.is_local_administrator:
        return None
    return Freeze.objects.holding(by).first() or _freeze_at_home(by)


def _freeze_at_home(by: Membership) -> Freeze | None:
    if by.home_id is None:
        return None
    with wall.within(by.home_id):
        there = Freeze.objects.in_force().filter(school=by.home_id)
        return there.filter(profiles__contains=[by.home_profile]).order_by("-until").first()


def can_send(by: Membership) -> bool:
    return holding_freeze(by) is None


def must_be_able_to_send(by: Membership) -> None:
    """Raises `SendingFrozen`; asked by every action that sends words to others."""
    freeze = holding_freeze(by)
    if freeze is not None:
        raise SendingFrozen(freeze)


def freeze_shown_to(by: Membership) -> Freeze | None:
    """The same for a page, which shows it in place of its form; no query while nothing is frozen."""
    may_be = by.school.is_frozen or by.home_id is not None
    return holding_freeze(by) if may_be else None


class MayNotRefuse(PermissionDenied):
    """Students refuse the messages of other students, and nobody those of an adult."""


def can_refuse(by: Membership, of: Membership) -> bool:
    both_are_students = by.own_profile == of.own_profile == Profile.STUDENT
    return both_are_students and by.school_id == of.school_id and by.pk != of.pk


def has_refused(by: Membership, of: Membership) -> bool:
    return can_refuse(by, of) and Refusal.objects.filter(by=by, of=of).exists()


class AlreadyDecided(PermissionDenied):
    """A request is decided once."""


class TooLate(PermissionDenied):
    """The end of the project is past already."""


class NameTaken(PermissionDenied):
    """Each project of a school has a name of its own."""


def asks_for_projects(by: Membership) -> bool:
    return by.profile == Profile.TEACHER


def can_ask_for(by: Membership, classes: Collection[SchoolClass]) -> bool:
    """Whether these, and at least one, are classes of the teacher's school."""
    here = all(each.school_id == by.school_id for each in classes)
    return bool(classes) and here and asks_for_projects(by)


def can_end(by: Membership, project: Project) -> bool:
    return project.asked_by_id == by.pk or administers(by, project.school_id)


def can_take_out(by: Membership, project: Project, person: Membership) -> bool:
    """Whoever may end it, others than whoever asked for it."""
    is_in = GroupMember.objects.filter(group=project.group_id, membership=person)
    asked = person.pk == project.asked_by_id
    return can_end(by, project) and project.is_running and not asked and is_in.exists()


def can_decide(by: Membership, project: Project) -> bool:
    return administers(by, project.school_id)


def must_decide(by: Membership, project: Project) -> None:
    if not can_decide(by, project):
        raise NotAllowed


def must_end(by: Membership, project: Project) -> None:
    if not can_end(by, project):
        raise NotAllowed


def acting_in(project: Project, memberships: Collection[Membership]) -> Membership:
    """As which of these somebody has most to say about a project of a school of theirs."""
    here = [each for each in memberships if each.school_id == project.school_id]
    return max(here, key=lambda each: (can_decide(each, project), can_end(each, project)))
