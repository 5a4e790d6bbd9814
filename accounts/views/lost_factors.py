from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.actions import second_factors as actions
from accounts.choices import Duty
from accounts.entrance.reauthentication import reauthentication_required
from accounts.models import Membership
from accounts.policies import can_reset_second_factors
from accounts.reach import AccountOfOtherSchools
from core.http import one_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def reset_second_factors(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Membership.objects.administered_by(request.user).of_school(school_id)
    person = one_or_404(request, here, pk)
    if not can_reset_second_factors(by, person):
        raise Http404
    if request.method == "POST":
        _reset(request, by, person)
        return redirect("accounts:person", school_id, pk)
    return render(request, "accounts/second_factors/reset.html", {"person": person})


def _reset(request: HttpRequest, by: Membership, person: Membership) -> None:
    try:
        actions.reset_second_factors(by, membership=person)
        messages.success(request, _("Their password is enough at the next sign-in."))
    except AccountOfOtherSchools:
        messages.error(
            request,
            _("This account belongs to other schools too: ask whoever runs this platform."),
        )
