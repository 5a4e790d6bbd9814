from types import SimpleNamespace
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.test import Client

from accounts.choices import Duty
from accounts.entrance.sessions import limit
from accounts.models import Membership
from core import wall
from tests.factories.accounts import AppFactory

ADMINISTERS = [Duty.LOCAL_ADMINISTRATOR]


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
    """A client in which this person has just signed in, with all that is asked for."""
    client = SchoolClient(**options)
    with wall.as_person(membership.user_id):
        client.force_login(membership.user)
        if Membership.objects.filter(
            user=membership.user_id, duties__contains=ADMINISTERS
        ).exists():
            AppFactory(user=membership.user)
        session = client.session
        limit(session, [*Membership.objects.acting_for(membership.user)] or [membership])
    request = SimpleNamespace(session=session)
    record_authentication(request, membership.user, "password")
    session.save()
    return client
