from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.entrance.reauthentication import reauthentication_required
from accounts.models import Membership
from accounts.models.people import KEPT
from accounts.querysets import MembershipQuerySet
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
    form = CloseForm(request.POST or None, parents=_left_by(request, by, [person]))
    if form.is_valid():
        closed = _close(by, [person], form)
        messages.success(request, _said(closed))
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
    given = request.POST if "reason" in request.POST else None
    form = CloseForm(given, parents=_left_by(request, selection.by, closing.people))
    if form.is_valid():
        closed = _close(selection.by, closing.people, form)
        messages.success(request, _said(closed))
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


def _left_by(
    request: HttpRequest, by: Membership, leaving: Iterable[Membership]
) -> MembershipQuerySet:
    """The parents whose accounts would be of no use any more; nobody closes their own."""
    here = Membership.objects.administered_by(request.user).of_school(by.school_id)
    return here.left_without_child(leaving).exclude(user=by.user_id)


def _close(by: Membership, people: list[Membership], form: CloseForm) -> int:
    together = [*people, *form.cleaned_data.get("parents", [])]
    return len(close_accounts(by, memberships=together, reason=form.cleaned_data["reason"]))


def _said(closed: int) -> str:
    said = ngettext("%(n)d account is closed.", "%(n)d accounts are closed.", closed)
    return said % {"n": closed}
