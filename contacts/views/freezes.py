from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.entrance.reauthentication import reauthentication_required
from contacts.actions.freezes import begin_freeze, end_freeze
from contacts.forms import FreezeForm
from contacts.freezing import end_of
from contacts.models import Freeze
from core.http import one_or_404
from core.paging import page_of


@login_required
@require_safe
def announced(request: HttpRequest) -> HttpResponse:
    """What a page that is open now shows at its top."""
    return render(request, "contacts/frozen.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def freezes(request: HttpRequest, school_id: int) -> HttpResponse:
    """Beginning one does not ask who is there once more: it takes nothing away that a click does
    not give back, and is there for the minute in which nobody has time.
    """
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = FreezeForm(request.POST or None)
    if form.is_valid():
        chosen = form.cleaned_data
        until = end_of(chosen.pop("lasts"))
        begin_freeze(by, school=by.school, until=until, **chosen)
        messages.success(request, _("Writing is paused. Every open page says so."))
        return redirect("contacts:freezes", school_id)
    here = Freeze.objects.administered_by(request.user).filter(school=school_id)
    earlier, older = page_of(request, here.not_in_force())
    context = {
        "school": by.school,
        "form": form,
        "in_force": here.in_force(),
        "earlier": earlier,
        "older": older,
    }
    status = 422 if form.is_bound else 200
    return render(request, "contacts/freezes.html", context, status=status)


@login_required
@require_POST
@reauthentication_required
def end(request: HttpRequest, school_id: int, freeze_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Freeze.objects.administered_by(request.user).filter(school=school_id)
    end_freeze(by, freeze=one_or_404(request, here, freeze_id))
    messages.success(request, _("The pause is over. Whoever is blocked stays blocked."))
    return redirect("contacts:freezes", school_id)
