from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.actions import own_account
from accounts.choices import Profile, State
from accounts.circles import with_circle
from accounts.entrance.proofs import mailbox_of
from accounts.forms.entrance import LanguageForm, ViewForm
from accounts.models import Membership
from accounts.policies import can_have_mailbox, can_have_second_factor, can_hear_outside


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    memberships = with_circle(Membership.objects.acting_for(request.user))
    closed = Membership.objects.of_account(signed_in(request)).in_state(State.CLOSED)
    context = {
        "memberships": memberships,
        "closed": closed,
        "can_read_simply": any(
            m.profile == Profile.STUDENT for m in signed_in(request).memberships
        ),
        "can_hear_outside": can_hear_outside(signed_in(request)),
        "can_have_mailbox": can_have_mailbox(signed_in(request)),
        "can_have_second_factor": can_have_second_factor(signed_in(request)),
        "mailbox": mailbox_of(signed_in(request)),
    }
    return render(request, "accounts/me.html", context)


@login_required
@require_POST
def choose_view(request: HttpRequest) -> HttpResponse:
    form = ViewForm(request.POST)
    if form.is_valid():
        own_account.choose_view(signed_in(request), view=form.cleaned_data["view"])
    return redirect("accounts:me")


@login_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST)
    if form.is_valid():
        own_account.choose_language(signed_in(request), language=form.cleaned_data["language"])
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else "accounts:me")
