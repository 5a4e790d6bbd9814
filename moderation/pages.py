"""Where moderation stands in the house: its pages in the navigation and on a person's page."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import school_of_page, signed_in
from accounts.choices import Duty, Profile
from accounts.models import Membership
from accounts.pages import only_teaches
from accounts.policies import can_decide_about
from core import door_parts, navigation, person_actions, person_parts
from core.prepared import each_of, statement_of
from moderation.door import blocked_seen
from moderation.models import Case, Measure, SiteReport
from moderation.policies import school_to_tell_of_sites
from moderation.querysets import schools_by_desk
from moderation.routing import DUTIES
from moderation.sight import closing_seen, held_seen


def register() -> None:
    person_parts.register(person_parts.PersonPart(template="moderation/held.html", seen=held_seen))
    door_parts.register(door_parts.DoorPart(template="moderation/blocked.html", seen=blocked_seen))
    door_parts.register(door_parts.DoorPart(template="moderation/closed.html", seen=closing_seen))
    navigation.register(
        navigation.Item(
            label=_("Reports"),
            url_name="moderation:cases",
            icon="flag",
            order=40,
            tabs=(
                *(
                    "moderation:figures",
                    "moderation:year",
                    "moderation:screening",
                    "moderation:words",
                    "moderation:remove_word",
                ),
                *("moderation:danger_numbers", "moderation:remove_danger_number"),
                *("moderation:sites", "moderation:site"),
            ),
            shown=_handles_first,
            arguments=_handled_school,
            waiting=_new_cases,
        )
    )
    navigation.register(
        navigation.Item(
            label=_("Reports"),
            url_name="moderation:cases",
            icon="flag",
            order=42,
            place="account",
            shown=_handles_beside_teaching,
            arguments=_handled_school,
            waiting=_new_cases,
        )
    )
    navigation.register(
        navigation.Item(
            label=_("What I reported"),
            url_name="moderation:my_reports",
            icon="hand-heart",
            order=40,
            place="account",
            tabs=("moderation:my_statements", "moderation:my_told"),
        )
    )
    navigation.register(
        navigation.Item(
            label=_("Whom to call now"),
            url_name="moderation:danger",
            icon="life-buoy",
            order=41,
            place="account",
            shown=_is_student,
        )
    )
    navigation.register(
        navigation.Item(
            label=_("Tell of a site"),
            url_name="moderation:report_site",
            icon="globe",
            order=41,
            place="account",
            shown=_tells_of_sites,
            arguments=_school_to_tell,
        )
    )
    navigation.register(
        navigation.Item(
            label=_("Unsuitable sites"),
            url_name="moderation:sites",
            icon="globe-lock",
            order=42,
            place="account",
            shown=_coordinates,
            arguments=_coordinated_school,
            waiting=_new_sites,
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Report"),
            url_name="moderation:report",
            icon="flag",
            order=30,
            shown=_is_another,
            arguments=lambda person: ("person", person.pk),
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Block"), url_name="moderation:block", icon="ban", order=40, shown=_may_block
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Unblock"),
            url_name="moderation:unblock",
            icon="lock-open",
            order=40,
            shown=_may_unblock,
        )
    )


def _handled_school(request: HttpRequest) -> tuple[int, ...]:
    """The school whose page they are on, or else the first where they handle reports."""
    memberships = getattr(request.user, "memberships", [])
    schools = [each.school_id for each in memberships if each.handles_reports]
    here = school_of_page(request)
    return (here,) if here and here in schools else tuple(schools[:1])


def _handles_first(request: HttpRequest) -> bool:
    return bool(_handled_school(request)) and not only_teaches(request)


def _handles_beside_teaching(request: HttpRequest) -> bool:
    """The bar of whoever teaches is full."""
    return bool(_handled_school(request)) and only_teaches(request)


def _new_cases(request: HttpRequest) -> navigation.Waiting:
    user = signed_in(request)
    told: dict[str, Any] = {"by": [user.pk], **schools_by_desk(user)}
    return navigation.Waiting(_new_cases_statement(), told)


@cache
def _new_cases_statement() -> str:
    handled = Case.objects.handled_by(each_of("by"), {desk: each_of(desk) for desk in DUTIES})
    return statement_of(handled.open().values("pk"))


def _school_to_tell(request: HttpRequest) -> tuple[int, ...]:
    school = school_to_tell_of_sites(signed_in(request))
    return (school,) if school else ()


def _tells_of_sites(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(_school_to_tell(request))


def _coordinated(request: HttpRequest) -> list[int]:
    memberships = getattr(request.user, "memberships", [])
    return [each.school_id for each in memberships if Duty.ONLINE_COORDINATOR in each.duties]


def _coordinates(request: HttpRequest) -> bool:
    """Where nobody has the duty, others find them beside the reports."""
    return bool(_coordinated(request))


def _coordinated_school(request: HttpRequest) -> tuple[int, ...]:
    schools, here = _coordinated(request), school_of_page(request)
    return (here,) if here and here in schools else tuple(schools[:1])


def _new_sites(request: HttpRequest) -> navigation.Waiting:
    return navigation.Waiting(_new_sites_statement(), {"coordinated": _coordinated(request)})


@cache
def _new_sites_statement() -> str:
    new = SiteReport.objects.new().filter(school__in=each_of("coordinated"))
    return statement_of(new.values("pk"))


def _is_student(request: HttpRequest) -> bool:
    memberships = getattr(request.user, "memberships", [])
    return any(each.own_profile == Profile.STUDENT for each in memberships)


def _is_another(by: Membership, person: Membership) -> bool:
    return by.user_id != person.user_id


def _may_block(by: Membership, person: Membership) -> bool:
    may = can_decide_about(by, person) and not person.is_closed
    return may and not _is_blocked_for_something(person)


def _may_unblock(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and _is_blocked_for_something(person)


def _is_blocked_for_something(person: Membership) -> bool:
    """And not only kept out with all of their profile: nobody lets one of them in alone."""
    return person.is_blocked and Measure.objects.of_person(person).blocks().in_force().exists()
