from django.http import Http404, HttpRequest

from accounts.choices import Duty, Profile
from accounts.models import Membership, User

# Who may do most on a page about people first: teachers look after the families of their classes.
STANDING: list[str] = [
    Profile.TEACHER,
    Profile.STAFF,
    Profile.PARENT,
    Profile.STUDENT,
    Profile.GUEST,
]


def signed_in(request: HttpRequest) -> User:
    """The person of a page that asks for one, with `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def school_of_page(request: HttpRequest) -> int | None:
    """The id of the school whose page this is, as its address says; not whether one may see it."""
    match = request.resolver_match
    found: int | None = match.kwargs.get("school_id") if match else None
    return found


def membership_in(request: HttpRequest, school_id: int, *duties: Duty) -> Membership:
    """As whom this person acts in a school, with one of these duties if any is asked for; or
    `Http404`.

    Somebody who is several things there acts as the one with the most rights. The view is then
    recorded in the trail of that school alone.
    """
    possible: list[Membership] = [
        membership
        for membership in getattr(request.user, "memberships", [])
        if membership.school_id == school_id and (not duties or membership.has_one_of(duties))
    ]
    if not possible:
        raise Http404
    chosen = min(possible, key=_standing)
    request.acting = chosen  # type: ignore[attr-defined]  # read by accounts.middleware
    return chosen


def _standing(membership: Membership) -> tuple[bool, int]:
    return not membership.is_local_administrator, STANDING.index(membership.profile)
