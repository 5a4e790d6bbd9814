"""Where the pages about people and schools are found."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import school_of_page
from accounts.choices import Profile
from accounts.models import Membership
from accounts.policies import (
    can_administer,
    can_be_enrolled,
    can_decide_about,
    can_have_duties,
    can_have_family,
    can_issue_code,
    can_move_away,
    can_reset_second_factors,
    can_take_over,
    further_profiles,
)
from core import navigation, person_actions, selections
from core.navigation import Item
from core.person_actions import PersonAction
from core.selections import SelectionAction


def register() -> None:
    for item in _ITEMS:
        navigation.register(item)
    for action in _PERSON_ACTIONS:
        person_actions.register(action)
    for selection in (_CHANGE_CLASS, _PRINT_CARDS):
        selections.register(selection)


def administered_school(request: HttpRequest) -> tuple[int, ...]:
    """The school whose administrator somebody is, as the argument of an address; none for others.

    Of several the one whose page they are on: `accounts.school_switch` leads to the others.
    """
    schools = getattr(request.user, "administered_schools", [])
    here = school_of_page(request)
    return (here,) if here and here in schools else tuple(schools[:1])


def own_page(request: HttpRequest) -> tuple[int, ...]:
    """Of the first of what somebody is; from there a link leads to the others."""
    (first, *_others) = request.user.memberships  # type: ignore[union-attr]  # only for these
    return first.school_id, first.pk


def _is_somebody(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "memberships", []))


def administers(request: HttpRequest) -> bool:
    return bool(administered_school(request))


def _administers(by: Membership, person: Membership) -> bool:
    return can_administer(by, person.school)


def _looks_after(by: Membership, person: Membership) -> bool:
    """Name, e-mail and login of a guest of a project are those of another school."""
    return _administers(by, person) and person.home_id is None


def _joins(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and person.home_id is None


def _is_more(by: Membership, person: Membership) -> bool:
    return _administers(by, person) and bool(further_profiles(person))


def _enrols(by: Membership, person: Membership) -> bool:
    return _administers(by, person) and can_be_enrolled(person)


def _links_family(by: Membership, person: Membership) -> bool:
    return _administers(by, person) and can_have_family(person)


def _gives_duties(by: Membership, person: Membership) -> bool:
    return _administers(by, person) and can_have_duties(person)


def _has_lost_factors(by: Membership, person: Membership) -> bool:
    return can_reset_second_factors(by, person) and person.user.has_second_factor


def _teaches(request: HttpRequest) -> bool:
    """Elsewhere than where one administers: there the classes are beside the people."""
    administered = getattr(request.user, "administered_schools", [])
    memberships = getattr(request.user, "memberships", [])
    return any(
        m.profile == Profile.TEACHER and m.school_id not in administered for m in memberships
    )


def only_teaches(request: HttpRequest) -> bool:
    return _teaches(request) and not administers(request)


def _teaches_elsewhere(request: HttpRequest) -> bool:
    return _teaches(request) and administers(request)


_ITEMS = [
    Item(label=_("Who is who"), url_name="accounts:directory", icon="contact-round", order=30),
    Item(
        label=_("My class"),
        url_name="accounts:my_classes",
        icon="backpack",
        order=35,
        tabs=("accounts:class", "accounts:cards"),
        shown=only_teaches,
    ),
    Item(
        label=_("My class"),
        url_name="accounts:my_classes",
        icon="backpack",
        order=35,
        place="account",
        shown=_teaches_elsewhere,
    ),
    Item(
        label=_("People"),
        url_name="accounts:people",
        icon="users",
        order=40,
        tabs=(
            "accounts:change_class",
            "accounts:classes",
            "accounts:add_class",
            "accounts:class",
            "accounts:edit_class",
            "accounts:groups",
            "accounts:group",
            "accounts:cards",
            "accounts:settings",
            "accounts:roll_upload",
            "accounts:roll_import",
            "accounts:roll_columns",
            "accounts:trail",
            "accounts:trail_of",
            "contacts:rules",
            "contacts:cell",
            "contacts:add_rule",
            "contacts:remove_rule",
            "contacts:usual",
            "contacts:question",
            "contacts:projects_of_school",
            "contacts:invitation",
            "contacts:decline_invitation",
            "contacts:leave_project",
            "contacts:end_from_invitation",
            "contacts:freezes",
            "uploads:allowances",
        ),
        shown=administers,
        arguments=administered_school,
    ),
    Item(
        label=_("My page"),
        url_name="accounts:person",
        icon="contact-round",
        order=5,
        place="account",
        shown=_is_somebody,
        arguments=own_page,
    ),
    Item(
        label=_("My account"),
        url_name="accounts:me",
        icon="circle-user-round",
        order=10,
        place="account",
    ),
    Item(
        label=_("Log"),
        url_name="accounts:trail",
        icon="scroll-text",
        order=50,
        place="account",
        shown=administers,
        arguments=administered_school,
    ),
]

_CHANGE_CLASS = SelectionAction(
    label=_("Change the class"), url_name="accounts:change_class", icon="school", order=20
)

_PRINT_CARDS = SelectionAction(
    label=_("Print cards"), url_name="accounts:cards", icon="printer", order=10
)

_PERSON_ACTIONS = [
    PersonAction(
        label=_("Make an activation code"),
        url_name="accounts:activation_code",
        icon="ticket",
        order=10,
        shown=can_issue_code,
    ),
    PersonAction(
        label=_("Name and e-mail"),
        url_name="accounts:edit_person",
        icon="pencil",
        order=12,
        shown=_looks_after,
    ),
    PersonAction(
        label=_("Classes"),
        url_name="accounts:classes_of",
        icon="school",
        order=14,
        shown=_enrols,
    ),
    PersonAction(
        label=_("Family"),
        url_name="accounts:family",
        icon="users",
        order=16,
        shown=_links_family,
    ),
    PersonAction(
        label=_("One profile more"),
        url_name="accounts:further_profile",
        icon="user-plus",
        order=17,
        shown=_is_more,
    ),
    PersonAction(
        label=_("Join with another account"),
        url_name="accounts:join",
        icon="merge",
        order=18,
        shown=_joins,
    ),
    PersonAction(
        label=_("Comes from another school"),
        url_name="accounts:take_over",
        icon="log-in",
        order=90,
        shown=can_take_over,
    ),
    PersonAction(
        label=_("Moves to another school"),
        url_name="accounts:move_away",
        icon="log-out",
        order=92,
        shown=can_move_away,
    ),
    PersonAction(
        label=_("Duties"),
        url_name="accounts:duties",
        icon="shapes",
        order=20,
        shown=_gives_duties,
    ),
    PersonAction(
        label=_("Remove their second step"),
        url_name="accounts:reset_second_factors",
        icon="shield-off",
        order=25,
        shown=_has_lost_factors,
    ),
    PersonAction(
        label=_("What they did"),
        url_name="accounts:trail_of",
        icon="scroll-text",
        order=30,
        shown=_administers,
    ),
]
