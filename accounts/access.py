from django.http import Http404, HttpRequest

from accounts.choices import Duty
from accounts.models import Membership


def membership_in(request: HttpRequest, school_id: int, duty: Duty | None = None) -> Membership:
    """As whom this person acts in a school, with that duty if one is asked for; or `Http404`.

    The view is then recorded in the trail of that school alone.
    """
    for membership in getattr(request.user, "memberships", []):
        if membership.school_id == school_id and (duty is None or duty in membership.duties):
            request.acting = membership  # type: ignore[attr-defined]  # read by accounts.middleware
            return membership
    raise Http404
