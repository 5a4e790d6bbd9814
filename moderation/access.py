from django.http import Http404, HttpRequest

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.models import Membership
from accounts.policies import can_decide_about
from core.http import one_or_404


def decided_about(
    request: HttpRequest, school_id: int, person_id: int
) -> tuple[Membership, Membership]:
    """Who decides and about whom, or the same `Http404` for forbidden and missing."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Membership.objects.administered_by(request.user).filter(school=school_id)
    person = one_or_404(request, here, person_id)
    if not can_decide_about(by, person):
        raise Http404
    return by, person
