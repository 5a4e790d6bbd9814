from collections.abc import Collection
from datetime import datetime

from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.deciding import NotAllowed, hold_administration, hold_school
from accounts.models import GroupMember, Membership, School, SchoolClass
from contacts.course import begin, end
from contacts.models import Invitation, Project, ProjectAbsence, ProjectClass
from contacts.policies import (
    AlreadyDecided,
    NameTaken,
    TooLate,
    can_ask_for,
    can_end,
    can_take_out,
    must_be_able_to_send,
)
from core import clock, wall


@transaction.atomic
def ask_for_project(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership,
    *,
    name: str,
    purpose: str,
    until: datetime,
    classes: Collection[SchoolClass],
    with_parents: bool = False,
    partner: School | None = None,
    partner_classes: str = "",
) -> Project:
    """Asks the administrators of the school, and after them those of the `partner`.

    Raises `NotAllowed`, `SendingHeld`, `TooLate` or `NameTaken`.
    """
    hold_school(by.school_id)
    if not can_ask_for(by, classes) or (partner and partner.pk == by.school_id):
        raise NotAllowed
    must_be_able_to_send(by, Sending.ALL)
    if until <= clock.now():
        raise TooLate
    if Project.objects.named(name).filter(school=by.school_id).exists():
        raise NameTaken
    project = Project.objects.create(
        school_id=by.school_id,
        asked_by=by,
        name=name,
        purpose=purpose,
        until=until,
        with_parents=with_parents,
        partner=partner,
        partner_classes=partner_classes,
    )
    ProjectClass.objects.bulk_create(
        ProjectClass(school_id=by.school_id, project=project, school_class=each) for each in classes
    )
    ids = sorted(each.pk for each in classes)
    audit.record(by=by, verb="ask_for_project", target=project, classes=ids)
    return project


@transaction.atomic
def agree_to_project(by: Membership, *, project: Project) -> None:
    """It begins, or, with another school, waits for that one.

    Raises `NotAllowed`, `AlreadyDecided` or `TooLate`.
    """
    held = _waiting(by, project)
    if held.until <= clock.now():
        raise TooLate
    if held.partner_id is None:
        begin(held)
    else:
        _invite(held, held.partner_id)
    held.decided_by, held.decided_at = by, clock.now()
    held.save(update_fields=["decided_by", "decided_at"])
    audit.record(by=by, verb="agree_to_project", target=held)


def _invite(project: Project, partner_id: int) -> None:
    """A row of the other school's own, which holds no more of the project than its number."""
    project.state = Project.State.INVITED
    project.save(update_fields=["state"])
    with wall.within(project.school_id, partner_id):
        invitation = Invitation.objects.create(
            school_id=partner_id,
            host_id=project.school_id,
            project_there=project.pk,
            until=project.until,
        )
        audit.record(by=None, verb="invite_school", target=invitation, school_id=partner_id)


def _take_back(project: Project, partner_id: int) -> None:
    """The other school has nothing to decide any more."""
    with wall.within(project.school_id, partner_id):
        invitation = Invitation.objects.get(school=partner_id, project_there=project.pk)
        invitation.until = clock.now()
        invitation.save(update_fields=["until"])
        audit.record(by=None, verb="take_back_invitation", target=invitation, school_id=partner_id)


@transaction.atomic
def decline_project(by: Membership, *, project: Project, answer: str) -> None:
    """Says no, and why. Raises `NotAllowed` or `AlreadyDecided`."""
    held = _waiting(by, project)
    held.state, held.answer, held.decided_by = Project.State.DECLINED, answer, by
    held.decided_at = clock.now()
    held.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    audit.record(by=by, verb="decline_project", target=held)


@transaction.atomic
def end_project(by: Membership, *, project: Project) -> None:
    """Closes it to writing from this moment on, or takes the request back.

    Ending it again changes nothing. Raises `NotAllowed`.
    """
    hold_school(project.school_id)
    held = Project.objects.select_related("group").get(pk=project.pk)
    if not can_end(by, held):
        raise NotAllowed
    asked = held.partner_id if held.state == Project.State.INVITED else None
    if end(held, by=by):
        audit.record(by=by, verb="end_project", target=held)
        if asked is not None:
            _take_back(held, asked)


@transaction.atomic
def take_out_of_project(by: Membership, *, project: Project, person: Membership) -> None:
    """Somebody of its classes takes no part any more: neither reads nor writes there.

    Raises `NotAllowed`.
    """
    hold_school(project.school_id)
    held = Project.objects.get(pk=project.pk)
    if not can_take_out(by, held, person):
        raise NotAllowed
    _absence, is_new = ProjectAbsence.objects.get_or_create(
        school_id=held.school_id, project=held, membership=person
    )
    if is_new:
        GroupMember.objects.filter(group=held.group_id, membership=person).delete()
        audit.record(by=by, verb="take_out_of_project", target=person, project=held.pk)


def _waiting(by: Membership, project: Project) -> Project:
    """The project as it is now, held until the transaction ends."""
    hold_administration(by, project.school_id)
    held = Project.objects.get(pk=project.pk)
    if held.state != Project.State.ASKED:
        raise AlreadyDecided
    return held
