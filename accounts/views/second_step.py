from typing import Any

from allauth.account.models import Login
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django import forms
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.entrance import passkeys
from accounts.entrance.factors import Kind, factors_of
from accounts.forms.second_factors import SecondStepForm
from core import wall


class _SecondStep(AuthenticateView):
    form_class = SecondStepForm
    template_name = "accounts/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        if factors_of(user).filter(type=Kind.WEBAUTHN).exists():
            context["passkey_options"] = passkeys.to_be_shown(user)
        return context

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


_second_step = _SecondStep.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The password was right; nobody is signed in yet, so nobody exists yet."""
    with wall.directory_open():
        response: HttpResponse = _second_step(request)
        return response.render() if hasattr(response, "render") else response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """Asked by script for what the browser needs; posted to with what it answered."""
    if request.user.is_authenticated:
        return redirect("newsfeed:feed")
    if request.method != "POST":
        return HttpResponse(passkeys.to_be_shown(None), content_type="application/json")
    with wall.directory_open():
        form = LoginWebAuthnForm(data=request.POST)
        if not form.is_valid():
            messages.error(request, _("This passkey opens no account here."))
            back = reverse("account_login")
            return redirect(passthrough_next_redirect_url(request, back, REDIRECT_FIELD_NAME))
        passkey = form.cleaned_data["credential"]
        let_in: HttpResponse = perform_passwordless_login(
            request, passkey, Login(user=passkey.user)
        )
    return let_in
