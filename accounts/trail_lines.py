"""Events of the trail as lines that a head of school understands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import JoinedAccount, Membership
from audit import sentences
from audit.models import Event
from audit.querysets import PAGE_VIEWS

PERSON = Membership._meta.label
REFUSED = 400


@dataclass(frozen=True)
class Line:
    """`about` is who or what it was done to, `about_id` their membership if it is a person."""

    at: datetime
    who: str
    who_id: int | None
    what: str
    about: str
    about_id: int | None
    refused: bool


def lines_of(events: Sequence[Event]) -> list[Line]:
    """Two queries for the names, whatever the number of events."""
    targets = {event.target_id or 0 for event in events if event.target_type == PERSON}
    people = Membership.objects.filter(pk__in=targets).select_related("user").in_bulk()
    for joined in JoinedAccount.objects.filter(former__in=targets - people.keys()).select_related(
        "membership__user"
    ):
        people[joined.former or 0] = joined.membership
    return [_line(event, people) for event in events]


def _line(event: Event, people: dict[int, Membership]) -> Line:
    doer = event.actor.membership if event.actor else None
    target = people.get(event.target_id or 0) if event.target_type == PERSON else None
    return Line(
        at=event.at,
        who=doer.name if doer else _nobody(event),
        who_id=doer.pk if doer else None,
        what=_what(event),
        about=target.name if target else _thing(event),
        about_id=target.pk if target else None,
        refused=event.facts.get("status", 0) >= REFUSED,
    )


def _nobody(event: Event) -> str:
    return _("somebody erased since") if event.actor else _("Préau itself")


def _what(event: Event) -> str:
    if event.verb != PAGE_VIEWS:
        return sentences.verb(event.verb)
    return _("looked at: %(page)s") % {"page": sentences.page(event.facts.get("page", ""))}


def _thing(event: Event) -> str:
    if event.target_type == PERSON:
        return _("somebody erased since")
    return f"{sentences.thing(event.target_type)} {event.target_id}" if event.target_type else ""
