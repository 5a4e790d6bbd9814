"""Where concerns about children stand in the house."""

from functools import cache

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import school_of_page, signed_in
from core import navigation, person_actions
from core.prepared import each_of, statement_of
from moderation.querysets import schools_by_desk
from moderation.routing import DUTIES
from safeguarding.models import Concern, ConcernAction
from safeguarding.policies import can_write_about, works_here


def register() -> None:
    navigation.register(
        navigation.Item(
            label=_("Concerns about children"),
            url_name="safeguarding:concerns",
            icon="shield",
            order=43,
            place="account",
            shown=lambda request: bool(_school(request)),
            arguments=_school,
            waiting=_to_be_done,
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Write down a concern"),
            url_name="safeguarding:write",
            icon="shield",
            order=25,
            shown=can_write_about,
        )
    )


def _school(request: HttpRequest) -> tuple[int, ...]:
    """The school whose page they are on, or else the first where they work."""
    memberships = getattr(request.user, "memberships", [])
    schools = [each.school_id for each in memberships if works_here(each)]
    here = school_of_page(request)
    return (here,) if here and here in schools else tuple(schools[:1])


def _to_be_done(request: HttpRequest) -> navigation.Waiting:
    user = signed_in(request)
    told = {"by": [user.pk], "mine": [each.pk for each in user.memberships]}
    return navigation.Waiting(_to_be_done_statement(), told | schools_by_desk(user))


@cache
def _to_be_done_statement() -> str:
    """What nobody has done anything about, and what one is asked to do oneself."""
    handled = Concern.objects.handled_by(each_of("by"), {desk: each_of(desk) for desk in DUTIES})
    asked = ConcernAction.objects.open().filter(owner__in=each_of("mine"))
    waiting = Concern.objects.filter(
        Q(pk__in=handled.untouched().values("pk")) | Q(pk__in=asked.values("concern"))
    )
    return statement_of(waiting.values("pk"))
