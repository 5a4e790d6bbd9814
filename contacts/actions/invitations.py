"""What the school decides that was invited into the project of another. Both hear of it."""

from collections.abc import Collection

from django.db import transaction

import audit
from accounts.deciding import NotAllowed, hold_administration, hold_school
from accounts.models import Membership, SchoolClass
from contacts.course import begin, end
from contacts.guests import both_open, sync_guests
from contacts.models import Invitation, InvitedClass, Project
from contacts.policies import AlreadyDecided, TooLate
from core import clock


@transaction.atomic
def accept_invitation(
    by: Membership, *, invitation: Invitation, classes: Collection[SchoolClass]
) -> None:
    """The project begins, with the students and teachers of these classes as guests of its school.

    Raises `NotAllowed`, `AlreadyDecided` or `TooLate`.
    """
    with both_open(invitation):
        held, project = _waiting(by, invitation)
        if not classes or any(each.school_id != held.school_id for each in classes):
            raise NotAllowed
        if held.until <= clock.now():
            raise TooLate
        InvitedClass.objects.bulk_create(
            InvitedClass(school_id=held.school_id, invitation=held, school_class=each)
            for each in classes
        )
        _decide(held, by, Invitation.State.AGREED)
        begin(project)
        sync_guests(held)
        ids = sorted(each.pk for each in classes)
        audit.record(by=by, verb="accept_invitation", target=held, classes=ids)
        _tell_host(held, "partner_accepted")


@transaction.atomic
def decline_invitation(by: Membership, *, invitation: Invitation, answer: str) -> None:
    """Raises `NotAllowed` or `AlreadyDecided`."""
    with both_open(invitation):
        held, project = _waiting(by, invitation)
        _decide(held, by, Invitation.State.DECLINED)
        project.state, project.answer = Project.State.DECLINED, answer
        project.save(update_fields=["state", "answer"])
        audit.record(by=by, verb="decline_invitation", target=held)
        _tell_host(held, "partner_declined")


@transaction.atomic
def end_from_invitation(by: Membership, *, invitation: Invitation) -> None:
    """The invited school ends the project for both: nobody writes there, all read on.

    Raises `NotAllowed`.
    """
    with both_open(invitation):
        held, project = _held(by, invitation)
        if held.state == Invitation.State.AGREED and end(project, by=None):
            audit.record(by=by, verb="end_from_invitation", target=held)
            _tell_host(held, "partner_ended")


@transaction.atomic
def leave_project(by: Membership, *, invitation: Invitation) -> None:
    """Takes everybody of the school out at once; the others go on. Raises `NotAllowed`."""
    with both_open(invitation):
        held, _project = _held(by, invitation)
        if held.state != Invitation.State.AGREED:
            return
        held.state = Invitation.State.LEFT
        held.save(update_fields=["state"])
        sync_guests(held)
        audit.record(by=by, verb="leave_project", target=held)
        _tell_host(held, "partner_left")


def _waiting(by: Membership, invitation: Invitation) -> tuple[Invitation, Project]:
    held, project = _held(by, invitation)
    if held.state != Invitation.State.ASKED or project.state != Project.State.INVITED:
        raise AlreadyDecided
    return held, project


def _held(by: Membership, invitation: Invitation) -> tuple[Invitation, Project]:
    """Both as they are now, held until the transaction ends; always in the same order."""
    for school_id in sorted((invitation.host_id, invitation.school_id)):
        hold_school(school_id)
    hold_administration(by, invitation.school_id)
    held = Invitation.objects.get(pk=invitation.pk)
    return held, Project.objects.select_related("group").get(pk=held.project_there)


def _decide(invitation: Invitation, by: Membership, state: Invitation.State) -> None:
    invitation.state, invitation.decided_by, invitation.decided_at = state, by, clock.now()
    invitation.save(update_fields=["state", "decided_by", "decided_at"])


def _tell_host(invitation: Invitation, verb: str) -> None:
    """In the trail of the host, where nobody of the other school has a name."""
    project = Project(pk=invitation.project_there)
    audit.record(by=None, verb=verb, target=project, school_id=invitation.host_id)
