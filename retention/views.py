from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.models.people import KEPT
from accounts.reauthentication import reauthentication_required
from accounts.selection import selection_of
from core import clock
from core.paging import page_of
from moderation.access import decided_about
from retention.actions.close import close_accounts, reopen_account
from retention.forms import CloseForm, ReopenForm
from retention.models import Closure
from retention.policies import can_close


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
@reauthentication_required
def close(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    by, person = decided_about(request, school_id, person_id)
    if person.is_closed:
        raise Http404
    form = CloseForm(request.POST or None)
    if form.is_valid():
        close_accounts(by, memberships=[person], reason=form.cleaned_data["reason"])
        messages.success(request, _("The account is closed."))
        return redirect("accounts:person", school_id, person_id)
    context = {"person": person, "form": form, "erase_at": clock.now() + KEPT}
    status = 422 if form.is_bound else 200
    return render(request, "retention/close.html", context, status=status)


@login_required
@require_POST
@reauthentication_required
def close_many(request: HttpRequest, school_id: int) -> HttpResponse:
    """Says first whom it would close and until when; the same address then takes the reason."""
    selection = selection_of(request, school_id)
    closing = selection.only(can_close)
    form = CloseForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        count = len(close_accounts(selection.by, memberships=closing.people, reason=reason))
        said = ngettext("%(n)d account is closed.", "%(n)d accounts are closed.", count)
        messages.success(request, said % {"n": count})
        return redirect("retention:closures", school_id)
    context = {
        "selection": selection,
        "closing": closing,
        "left_out": len(selection.people) - len(closing.people),
        "form": form,
        "erase_at": clock.now() + KEPT,
    }
    status = 422 if form.is_bound else 200
    return render(request, "retention/close_many.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def reopen(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    by, person = decided_about(request, school_id, person_id)
    closure = Closure.objects.reopenable().of(person)
    if closure is None:
        raise Http404
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        reopen_account(by, membership=person, reason=form.cleaned_data["reopening_reason"])
        messages.success(request, _("The account is open again."))
        return redirect("accounts:person", school_id, person_id)
    context = {"person": person, "closure": closure, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "retention/reopen.html", context, status=status)
