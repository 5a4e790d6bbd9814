from typing import ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.actions import own_account
from accounts.entrance.doors import doors, origins
from accounts.entrance.proofs import WrongPassword
from accounts.entrance.tries import TooManyTries
from accounts.forms.entrance import ChangePasswordForm, SignInForm
from accounts.models import User


class _SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    extra_context: ClassVar = {"doors": doors}

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


_sign_in = _SignIn.as_view()


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The buttons of the schools' own providers lead away from here; from nowhere else does one."""
    led_away = csp_update({"form-action": origins()})(_sign_in)
    return led_away(request)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        own_account.sign_out(signed_in(request), session_key=request.session.session_key or "")
        logout(request)
    return _with_nothing_kept(redirect("accounts:signed_out"))


@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    return _with_nothing_kept(render(request, "accounts/signed_out.html"))


def _with_nothing_kept(response: HttpResponse) -> HttpResponse:
    """The browser forgets pages and pictures. Cookies it keeps: they would go for the neighbours
    of this site too, and the one that mattered is gone.
    """
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ChangePasswordForm(user, request.POST or None)
    if form.is_valid() and _changed(user, form):
        get_adapter().stay_signed_in(request, user)
        messages.success(request, _("Your new password works from now on."))
        return redirect("accounts:me")
    status = 422 if form.errors else 200
    return render(request, "accounts/change_password.html", {"form": form}, status=status)


def _changed(user: User, form: ChangePasswordForm) -> bool:
    """Whether it is done; if not, the form says why."""
    given = form.cleaned_data
    try:
        own_account.change_password(user, current=given["current"], password=given["password"])
    except WrongPassword:
        form.add_error("current", _("This is not your password. Try again."))
    except TooManyTries as refusal:
        form.add_error("current", str(refusal))
    return form.is_valid()
