from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.choices import GroupKind, Profile, Sending, Within
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


class SendingHeld(PermissionDenied):
    """Whoever asks sends nothing of the kind until then: `notice` says so in place of a form, the
    exception itself to somebody who tried.
    """

    shown: StrOrPromise
    tried: StrOrPromise

    def __init__(self, until: datetime | None) -> None:
        super().__init__()
        self.until = until

    def __str__(self) -> str:
        return self._said(self.tried)

    @property
    def notice(self) -> str:
        return self._said(self.shown)

    def _said(self, words: StrOrPromise) -> str:
        return words % {"when": when(self.until)} if self.until else str(words)


class SendingFrozen(SendingHeld):
    """The school has paused the sending of everybody of their profile."""

    shown = _("Writing is paused here until %(when)s.")
    tried = _("Writing is paused until %(when)s. Nothing was sent; the words are kept here.")


class SendingBlocked(SendingHeld):
    """They are out, since a moment ago perhaps."""

    shown = tried = _("This account is blocked. Nothing was sent.")


class SendingRestricted(SendingHeld):
    """The school has taken it from them for a time."""

    shown = _("Your school decided that you cannot send this until %(when)s.")
    tried = _(
        "Your school decided that you cannot send this until %(when)s. Nothing was sent; the words "
        "are kept here."
    )


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


def must_be_able_to_send(by: Membership, sending: Sending) -> None:
    """Raises `SendingHeld`; asked by every action that sends something to others.

    What was decided about them is asked anew: whoever was blocked during their request sends
    nothing more.
    """
    acting = Membership.objects.usable().filter(pk=by.pk).first()
    if acting is None:
        raise SendingBlocked(None)
    held = _restriction_of(acting, sending) or _freeze_of(by)
    if held is not None:
        raise held


def held_shown_to(by: Membership, sending: Sending) -> SendingHeld | None:
    """The same for a page, which shows it in place of its form; no query while nothing is held."""
    may_be_frozen = by.school.is_frozen or by.home_id is not None
    return _restriction_of(by, sending) or (_freeze_of(by) if may_be_frozen else None)


def _freeze_of(by: Membership) -> SendingFrozen | None:
    freeze = holding_freeze(by)
    return SendingFrozen(freeze.until) if freeze else None


def _restriction_of(by: Membership, sending: Sending) -> SendingRestricted | None:
    """Here, or in the school a guest is of."""
    until = by.restricted_until(sending) or _restricted_at_home(by, sending)
    return SendingRestricted(until) if until else None


def _restricted_at_home(by: Membership, sending: Sending) -> datetime | None:
    if by.home_id is None:
        return None
    with wall.within(by.home_id):
        there = Membership.objects.filter(school=by.home_id, user=by.user_id)
        ends = [each.restricted_until(sending) for each in there]
    return max(filter(None, ends), default=None)


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
