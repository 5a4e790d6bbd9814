from types import SimpleNamespace
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from accounts.choices import HANDLING
from accounts.entrance.sessions import SessionStore, limit
from accounts.models import Membership
from core import wall
from tests.factories.accounts import AppFactory

HANDLES = sorted(HANDLING)


class SchoolClient(Client):
    """A test client whose requests find the wall closed, as in reality, whatever the test opened.

    It comes over HTTPS, through a proxy that says so.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(HTTP_HOST="localhost", HTTP_X_FORWARDED_PROTO="https", **options)

    def request(self, **request: Any) -> Any:
        with wall.within():
            return super().request(**request)


def signed_in(membership: Membership, **options: Any) -> SchoolClient:
    """A client in which this person has just signed in, with all that is asked for.

    The session is written as signing in leaves it, at a fraction of what signing in costs.
    """
    user = membership.user
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    record_authentication(SimpleNamespace(session=session), user, "password")
    with wall.as_person(user.pk):
        if Membership.objects.filter(user=user.pk, duties__overlap=HANDLES).exists():
            AppFactory(user=user)
        limit(session, [*Membership.objects.acting_for(user)] or [membership])
    session.create()
    client = SchoolClient(**options)
    assert session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
