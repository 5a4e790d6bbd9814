from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in, signed_in
from accounts.actions.join import CannotBeJoined, join_accounts
from accounts.choices import Duty
from accounts.circles import with_circle
from accounts.entrance.reauthentication import reauthentication_required
from accounts.forms.by_hand import FamilyForm
from accounts.joining import hindrances, parts_of
from accounts.models import Membership
from accounts.policies import can_decide_about
from accounts.querysets import MembershipQuerySet
from accounts.reach import is_anywhere_but
from core.http import one_or_404

FOUND_SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """Looks for the other account of this person, beginning with those of the same last name."""
    _by, person = _found(request, school_id, pk)
    form = FamilyForm(request.POST or None)
    words = form.cleaned_data["words"] if form.is_valid() else person.user.last_name
    others = _mine(request).exclude(user=person.user_id).exclude(user=signed_in(request))
    found = with_circle(others.search(words)).by_name()[:FOUND_SHOWN]
    context = {"person": person, "form": form, "found": found}
    return render(request, "accounts/join.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def join_with(request: HttpRequest, school_id: int, pk: int, other_id: int) -> HttpResponse:
    """Both side by side and what would happen; the first one's login is the one that stays."""
    by, kept = _found(request, school_id, pk)
    ended = one_or_404(request, with_circle(_mine(request)), other_id)
    if ended.user_id in (kept.user_id, by.user_id):
        raise Http404
    said = _hindrances(request, kept, ended)
    if request.method == "POST" and not said:
        try:
            join_accounts(by, kept=kept.user, ended=ended.user)
        except CannotBeJoined as error:
            said = [str(error)]
        else:
            messages.success(request, _("The two accounts are one."))
            return redirect("accounts:person", school_id, pk)
    context = {
        "kept": kept,
        "ended": ended,
        "parts": parts_of(kept.user, ended.user),
        "hindrances": said,
        "same_name": kept.user.folded_name == ended.user.folded_name,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/join_with.html", context, status=status)


def _hindrances(request: HttpRequest, kept: Membership, ended: Membership) -> list[str]:
    mine = signed_in(request).administered_schools
    if any(is_anywhere_but(each.user, mine) for each in (kept, ended)):
        return [
            _("One of them is used in a school you do not administer: ask who runs the platform.")
        ]
    return hindrances(kept.user, ended.user)


def _found(request: HttpRequest, school_id: int, pk: int) -> tuple[Membership, Membership]:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = with_circle(_mine(request).of_school(school_id))
    person = one_or_404(request, here, pk)
    if not can_decide_about(by, person):
        raise Http404
    return by, person


def _mine(request: HttpRequest) -> MembershipQuerySet:
    return Membership.objects.administered_by(request.user).at_home()
