from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import F

from accounts.models import User
from core import realtime


def end_sessions(user: User) -> None:
    """Signs somebody out everywhere; call it in the transaction that takes rights away.

    Their next request is a stranger's, and after the commit their open pages are thrown out.
    """
    User.objects.filter(pk=user.pk).update(auth_epoch=F("auth_epoch") + 1)
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
    realtime.throw_out(user.pk)
