"""Moving to another school of the platform."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.actions.move_school import (
    VALIDITY,
    TransferNotAccepted,
    make_transfer_code,
    take_account_over,
)
from accounts.choices import Duty
from accounts.entrance.reauthentication import reauthentication_required
from accounts.entrance.tries import TooManyTries
from accounts.forms.moves import TransferForm
from accounts.models import Membership
from accounts.policies import can_move_away, can_take_over
from core.http import one_or_404


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def move_away(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """Asks first, since a new code ends the former one; then shows the code this once."""
    by, person = _found(request, school_id, pk)
    if not can_move_away(by, person):
        raise Http404
    code = make_transfer_code(by, membership=person) if request.method == "POST" else ""
    context = {"person": person, "code": code, "days": VALIDITY.days}
    return render(request, "accounts/move_away.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def take_over(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by, person = _found(request, school_id, pk)
    if not can_take_over(by, person):
        raise Http404
    form = TransferForm(request.POST or None)
    if form.is_valid() and _taken_over(by, person, form):
        messages.success(request, _("The account of the former school goes on here."))
        return redirect("accounts:person", school_id, pk)
    context = {"person": person, "form": form}
    status = 422 if form.errors else 200
    return render(request, "accounts/take_over.html", context, status=status)


def _taken_over(by: Membership, person: Membership, form: TransferForm) -> bool:
    try:
        take_account_over(by, membership=person, code=form.cleaned_data["code"])
    except TransferNotAccepted:
        form.add_error(
            "code",
            _(
                "This code does not fit this person, or it is used or over. Look at the name and "
                "the date of birth, or ask the former school for a new code."
            ),
        )
    except TooManyTries as refusal:
        form.add_error("code", str(refusal))
    else:
        return True
    return False


def _found(request: HttpRequest, school_id: int, pk: int) -> tuple[Membership, Membership]:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Membership.objects.administered_by(request.user).of_school(school_id)
    return by, one_or_404(request, here, pk)
