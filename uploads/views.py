from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.choices import Duty
from uploads.actions import allow_room
from uploads.forms import AllowancesForm
from uploads.room import megabytes_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def allowances(request: HttpRequest, school_id: int) -> HttpResponse:
    """How much the people of each profile may keep."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = AllowancesForm(request.POST or None, initial=megabytes_of(school_id))
    if form.is_valid():
        allow_room(by, megabytes=form.cleaned_data)
        messages.success(request, _("People may keep this much from now on."))
        return redirect("uploads:allowances", school_id)
    status = 422 if form.is_bound else 200
    context = {"form": form, "school": by.school}
    return render(request, "uploads/allowances.html", context, status=status)
