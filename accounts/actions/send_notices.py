"""The e-mail that says what waits for those who read one mailbox."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import translation

import audit
from accounts import outgoing
from accounts.models import Mail, Membership, School
from accounts.notices import readers_of
from core import clock, notices, wall
from core.notices import Line, Readers


@transaction.atomic
def send_notices(mail: Mail) -> None:
    """Says what is still to be told now: none goes about what was read or taken back meanwhile.

    What is not told now, as in the quiet hours, gets an e-mail of its own later.
    """
    with translation.override(mail.language):
        told = list(_told(mail.to))
    if not told:
        return
    outgoing.send(mail, language=mail.language, page={"told": told})
    for school, lines in told:
        with wall.within(school.pk):
            keys = {key for line in lines for key in line.readers}
            readers = list(Membership.objects.filter(pk__in=keys).order_by("pk"))
            audit.record_each(
                by=None, verb="send_mail", targets=readers, school_id=school.pk, kind=mail.kind
            )


def _told(mailbox: str) -> Iterator[tuple[School, list[Line]]]:
    confirmed = EmailAddress.objects.filter(email=mailbox, verified=True)
    users = list(confirmed.order_by("user").values_list("user", flat=True))
    for school in _schools_of(users):
        with wall.within(school.pk):
            # Whatever waits goes along, also what came a moment ago.
            readers = _among(readers_of(school, at_once=clock.now()), users)
            lines = notices.tell(readers) if readers else []
            if lines:
                yield school, lines


def _schools_of(users: list[int]) -> Iterator[School]:
    found: set[int] = set()
    for user_id in users:
        with wall.as_person(user_id) as school_ids:
            found.update(school_ids)
    yield from School.objects.filter(pk__in=found).order_by("name", "pk")


def _among(readers: Readers, users: list[int]) -> Readers:
    """Looked up first: they are few, and the planner would begin with the whole school."""
    found = []
    for people, until in readers:
        if keys := list(people.filter(user__in=users).values_list("pk", flat=True)):
            found.append((Membership.objects.filter(pk__in=keys), until))
    return found
