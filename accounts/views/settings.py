from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.actions.schools import change_settings
from accounts.choices import Duty
from accounts.forms.settings import SchoolSettingsForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = SchoolSettingsForm(request.POST or None, initial=model_to_dict(by.school))
    if request.method == "POST" and form.is_valid():
        change_settings(by, school=by.school, **form.cleaned_data)
        messages.success(request, _("These are the school’s settings from now on."))
        return redirect("accounts:settings", school_id)
    status = 422 if form.is_bound else 200
    return render(
        request, "accounts/settings.html", {"form": form, "school": by.school}, status=status
    )
