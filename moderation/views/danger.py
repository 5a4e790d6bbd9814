from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import membership_in, signed_in
from accounts.choices import Duty
from core.http import one_or_404
from moderation.actions.danger import NamedAlready, add_danger_number, remove_danger_number
from moderation.danger import calls_among
from moderation.forms.danger import DangerNumberForm
from moderation.models import DangerNumber
from moderation.policies import school_to_tell_of_sites


@login_required
@require_safe
def danger(request: HttpRequest) -> HttpResponse:
    """Whom to call now, in each school of whoever asks."""
    schools = {each.school_id: each.school for each in signed_in(request).memberships}
    named = DangerNumber.objects.by_school(schools)
    calls = [(school, calls_among(school, named[pk])) for pk, school in schools.items()]
    context = {"calls": calls, "tells_of_sites_at": school_to_tell_of_sites(signed_in(request))}
    return render(request, "moderation/danger.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = DangerNumberForm(request.POST or None)
    if form.is_valid():
        try:
            add_danger_number(by, **form.cleaned_data)
        except NamedAlready:
            form.add_error("number", _("Your school shows this number already."))
        else:
            messages.success(request, _("It is shown from now on."))
            return redirect("moderation:danger_numbers", school_id)
    named = DangerNumber.objects.by_school([school_id])[school_id]
    context = {"school": by.school, "named": named, "calls": calls_among(by.school, named)}
    status = 422 if form.is_bound else 200
    return render(
        request, "moderation/danger_numbers.html", context | {"form": form}, status=status
    )


@login_required
@require_POST
def remove(request: HttpRequest, school_id: int, number_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = DangerNumber.objects.administered_by(request.user).filter(school=school_id)
    remove_danger_number(by, number=one_or_404(request, here, number_id))
    messages.success(request, _("It is no longer shown."))
    return redirect("moderation:danger_numbers", school_id)
