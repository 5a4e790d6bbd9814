from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import membership_in
from accounts.choices import Duty
from core import clock
from core.paging import page_of
from moderation.access import decided_about
from retention.actions.close import KEPT, close_account, reopen_account
from retention.forms import CloseForm
from retention.models import Closure


@login_required
@require_safe
def closures(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Closure.objects.visible_to(request.user).filter(school=school_id)
    found, older = page_of(request, here)
    context = {"school": by.school, "closures": found, "older": older}
    return render(request, "retention/closures.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    by, person = decided_about(request, school_id, person_id)
    if person.is_closed:
        raise Http404
    form = CloseForm(request.POST or None)
    if form.is_valid():
        close_account(by, membership=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("The account is closed."))
        return redirect("accounts:person", school_id, person_id)
    context = {"person": person, "form": form, "erase_at": clock.now() + KEPT}
    status = 422 if form.is_bound else 200
    return render(request, "retention/close.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    by, person = decided_about(request, school_id, person_id)
    closure = Closure.objects.reopenable().of(person)
    if closure is None:
        raise Http404
    if request.method == "POST":
        reopen_account(by, membership=person)
        messages.success(request, _("The account is open again."))
        return redirect("accounts:person", school_id, person_id)
    return render(request, "retention/reopen.html", {"person": person, "closure": closure})
