"""What people do about their own account, which belongs to all of their schools."""

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.actions.rights import delete_sessions
from accounts.choices import Frequency, View
from accounts.entrance.proofs import must_know_password
from accounts.models import User
from accounts.policies import can_have_mailbox
from core import realtime


def record_everywhere(user: User, verb: str, **facts: str) -> None:
    """Writes to the trail of each school where this person may act."""
    for membership in user.memberships:
        audit.record(by=membership, verb=verb, target=membership, school_id=None, **facts)


@transaction.atomic
def sign_out(user: User, *, session_key: str) -> None:
    delete_sessions(UserSession.objects.filter(user=user, session_key=session_key))
    realtime.check_rights(user.pk)
    record_everywhere(user, "sign_out")


@transaction.atomic
def end_session(user: User, *, session: UserSession) -> None:
    """Signs them out in one place; the pages that are open there close."""
    delete_sessions(UserSession.objects.filter(pk=session.pk))
    realtime.check_rights(user.pk)
    record_everywhere(user, "end_session")


@transaction.atomic
def end_other_sessions(user: User, *, session_key: str) -> None:
    delete_sessions(UserSession.objects.filter(user=user).exclude(session_key=session_key))
    realtime.check_rights(user.pk)
    record_everywhere(user, "end_other_sessions")


def change_password(user: User, *, current: str, password: str) -> None:
    """Ends every session but the one that the view goes on with; `password` is valid already.

    Raises `WrongPassword` if `current` is not theirs, `TooManyTries`.
    """
    must_know_password(user, current)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        delete_sessions(UserSession.objects.filter(user=user))
        record_everywhere(user, "change_password")


@transaction.atomic
def choose_language(user: User, *, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])
    record_everywhere(user, "choose_language")


@transaction.atomic
def choose_notices(user: User, *, notices: Frequency) -> None:
    """How often e-mails say what waits."""
    if not can_have_mailbox(user):
        raise PermissionDenied
    user.notices = notices
    user.save(update_fields=["notices"])
    record_everywhere(user, "choose_notices")


@transaction.atomic
def choose_view(user: User, *, view: View) -> None:
    """How much there is on their pages."""
    user.view = view
    user.save(update_fields=["view"])
    record_everywhere(user, "choose_view", view=view)


@transaction.atomic
def draw_face(user: User, *, face: str) -> None:
    """What stands for this person beside their name; their initials if it is empty."""
    user.face = face
    user.save(update_fields=["face"])
    record_everywhere(user, "draw_face")
