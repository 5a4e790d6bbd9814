from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.actions import second_factors as actions
from accounts.entrance import passkeys
from accounts.entrance.factors import Kind, factors_of, recovery_codes_of
from accounts.entrance.reauthentication import reauthentication_required
from accounts.forms.second_factors import NewAppForm, NewPasskeyForm
from accounts.models import User
from accounts.policies import can_have_second_factor, must_have_second_factor


@login_required
@require_safe
def second_factors(request: HttpRequest) -> HttpResponse:
    user = _protected(request)
    codes = recovery_codes_of(user)
    context = {
        "factors": [factor.wrap() for factor in factors_of(user)],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_app": factors_of(user).filter(type=Kind.TOTP).exists(),
    }
    return _page(request, "second_factors", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def add_app(request: HttpRequest) -> HttpResponse:
    user = _protected(request)
    if factors_of(user).filter(type=Kind.TOTP).exists():
        return redirect("accounts:second_factors")
    secret = get_totp_secret()
    form = NewAppForm(request.POST or None)
    if form.is_valid() and _app_added(user, secret, form):
        clear_totp_secret(request)
        return redirect("accounts:recovery_codes")
    address = get_adapter().build_totp_url(user, secret)
    drawing = segno.make(address).svg_data_uri(scale=5, light="#fff")
    context = {"form": form, "secret": secret, "address": address, "drawing": drawing}
    return _page(request, "add_app", context, form)


def _app_added(user: User, secret: str, form: NewAppForm) -> bool:
    try:
        actions.add_app(user, secret=secret, code=form.cleaned_data["code"])
    except actions.CodeNotRight:
        form.add_error("code", _("The app shows another code by now, or was told another secret."))
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def add_passkey(request: HttpRequest) -> HttpResponse:
    user = _protected(request)
    form = NewPasskeyForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        actions.add_passkey(user, name=given["name"], credential=given["credential"])
        return redirect("accounts:recovery_codes")
    context = {"form": form, "options": passkeys.to_be_made(user)}
    return _page(request, "add_passkey", context, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    factor = next((each for each in factors_of(user) if each.pk == pk), None)
    if factor is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.remove_factor(user, factor=factor)
        except actions.LastFactor:
            messages.error(request, _("Add another one first: who looks after a school needs one."))
        return redirect("accounts:second_factors")
    return _page(request, "remove_factor", {"factor": factor.wrap()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shows them once; who wants to see codes again gets new ones."""
    user = signed_in(request)
    if not user.has_second_factor:
        return redirect("accounts:second_factors")
    if request.method == "POST":
        actions.make_recovery_codes(user)
        return redirect("accounts:recovery_codes")
    codes = actions.show_recovery_codes(user)
    text = "\n".join([f"Préau, {user.username}", request.get_host(), "", *codes])
    return _page(request, "recovery_codes", {"codes": codes, "text": text})


def _protected(request: HttpRequest) -> User:
    """Whose second step it would be; `Http404` for those who have nothing to protect it with."""
    user = signed_in(request)
    if not can_have_second_factor(user):
        raise Http404
    return user


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], form: Any = None
) -> HttpResponse:
    user = signed_in(request)
    if must_have_second_factor(user) and not user.has_second_factor:
        # Nothing else is open yet.
        context |= {"navigation": (), "account_pages": (), "is_due": True}
    status = 422 if form is not None and form.is_bound else 200
    template = f"accounts/second_factors/{name}.html"
    return render(request, template, context, status=status)
