from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import F

from accounts.models import Device, User
from core import clock, realtime


def end_sessions(user: User) -> None:
    """Signs somebody out everywhere; call it in the transaction that takes rights away.

    Their next request is a stranger's, and after the commit their open pages are thrown out.
    """
    end_sessions_of([user.pk])
    user.refresh_from_db(fields=["auth_epoch"])


def end_sessions_of(user_ids: Sequence[int]) -> None:
    """The same for many, with as few statements."""
    User.objects.filter(pk__in=user_ids).update(auth_epoch=F("auth_epoch") + 1)
    delete_sessions(UserSession.objects.filter(user__in=user_ids))
    realtime.throw_out(*user_ids)


def delete_sessions(sessions: "models.QuerySet[UserSession]") -> None:
    """Each is a stranger's at its next request; its open pages are closed within seconds, and the
    device is not woken any more. Their people's other devices know that they were just here.
    """
    Device.objects.filter(session__user__in=sessions.values("user")).update(seen_at=clock.now())
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
