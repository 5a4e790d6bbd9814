from collections.abc import Collection
from datetime import datetime

from django.db import transaction

import audit
from accounts.choices import GroupKind
from accounts.deciding import NotAllowed, hold_administration, hold_school
from accounts.models import ContactRule, Group, Membership, SchoolClass
from contacts.members import sync_projects
from contacts.models import Project, ProjectAbsence, ProjectClass
from contacts.policies import (
    AlreadyDecided,
    NameTaken,
    TooLate,
    can_ask_for,
    can_end,
    can_take_out,
)
from core import clock


@transaction.atomic
def ask_for_project(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership,
    *,
    name: str,
    purpose: str,
    until: datetime,
    classes: Collection[SchoolClass],
    with_parents: bool = False,
) -> Project:
    """Asks the administrators of the school. Raises `NotAllowed`, `TooLate` or `NameTaken`."""
    hold_school(by.school_id)
    if not can_ask_for(by, classes):
        raise NotAllowed
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
    )
    ProjectClass.objects.bulk_create(
        ProjectClass(school_id=by.school_id, project=project, school_class=each) for each in classes
    )
    ids = sorted(each.pk for each in classes)
    audit.record(by=by, verb="ask_for_project", target=project, classes=ids)
    return project


@transaction.atomic
def agree_to_project(by: Membership, *, project: Project) -> None:
    """It begins: a group of its classes, whose members may write to each other until its end.

    Raises `NotAllowed`, `AlreadyDecided` or `TooLate`.
    """
    held = _waiting(by, project)
    if held.until <= clock.now():
        raise TooLate
    held.group = Group.objects.create(
        school_id=held.school_id, kind=GroupKind.PROJECT, name=held.name, ends_at=held.until
    )
    ContactRule.objects.create(school_id=held.school_id, from_group=held.group, to_group=held.group)
    _decide(held, by, Project.State.RUNNING)
    sync_projects(held.school_id)
    audit.record(by=by, verb="agree_to_project", target=held, group=held.group.pk)


@transaction.atomic
def decline_project(by: Membership, *, project: Project, answer: str) -> None:
    """Says no, and why. Raises `NotAllowed` or `AlreadyDecided`."""
    held = _waiting(by, project)
    held.answer = answer
    _decide(held, by, Project.State.DECLINED)
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
    if not (held.is_waiting or held.is_running):
        return
    held.state, held.ended_by, held.ended_at = Project.State.ENDED, by, clock.now()
    held.save(update_fields=["state", "ended_by", "ended_at"])
    if held.group:
        held.group.ends_at = held.ended_at
        held.group.save(update_fields=["ends_at"])
    audit.record(by=by, verb="end_project", target=held)


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
        sync_projects(held.school_id)
        audit.record(by=by, verb="take_out_of_project", target=person, project=held.pk)


def _waiting(by: Membership, project: Project) -> Project:
    """The project as it is now, held until the transaction ends."""
    hold_administration(by, project.school_id)
    held = Project.objects.get(pk=project.pk)
    if held.state != Project.State.ASKED:
        raise AlreadyDecided
    return held


def _decide(project: Project, by: Membership, state: Project.State) -> None:
    project.state, project.decided_by, project.decided_at = state, by, clock.now()
    project.save(update_fields=["state", "group", "answer", "decided_by", "decided_at"])
