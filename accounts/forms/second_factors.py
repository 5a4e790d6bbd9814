from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.entrance import tries
from accounts.entrance.factors import factors_of, use_code
from accounts.forms.entrance import password_field
from accounts.models import User

INCORRECT = _("This code is not right, or was used already. Try again.")
LONGEST_CODE = 20
# Before the names of its fields, which travel together with those of any other form.
PROOF = "proof"


def code_field(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        help_text=help_text,
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
            }
        ),
    )


class NewAppForm(forms.Form):
    """The code of an app that was just told its secret."""

    code = code_field(_("The six digits the app shows now."))


class NewPasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("So that you know it again: “my phone”, “the key in the drawer”."),
        max_length=50,
    )
    # Whoever presses Enter after the name has none yet.
    credential = forms.JSONField(
        label=_("Passkey"),
        widget=forms.HiddenInput,
        error_messages={"required": _("None is made yet. Press the button.")},
    )

    def clean_credential(self) -> Any:
        """What the browser answered, if it answers what this session was asked for."""
        credential = self.cleaned_data["credential"]
        webauthn.parse_registration_response(credential)
        if not webauthn.complete_registration(credential).is_user_verified():
            raise forms.ValidationError(INCORRECT)
        return credential


class SecondStepForm(AuthenticateForm):
    """A code at sign-in. Its tries are those of the account."""

    code = code_field(_("The six digits your app shows now, or one of your recovery codes."))

    def clean_code(self) -> str:
        self.authenticator = _used(self.user, self.cleaned_data["code"])
        code: str = self.cleaned_data["code"]
        return code


class ProofForm(forms.Form):
    """One of what this person can show to prove once more who they are."""

    def __init__(self, user: User, given: QueryDict | None) -> None:
        super().__init__(given, prefix=PROOF)
        self.user = user
        kinds = {factor.type for factor in factors_of(user)}
        if user.has_usable_password():
            self.fields["password"] = password_field(_("Your password"), "current-password")
        if kinds:
            self.fields["code"] = code_field(
                _("The six digits your app shows now, or one of your recovery codes.")
            )
        if Authenticator.Type.WEBAUTHN in kinds:
            self.fields["credential"] = forms.JSONField(widget=forms.HiddenInput)
        for field in self.fields.values():
            field.required = False

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            _count(self.user)
            if not self.user.check_password(password):
                raise forms.ValidationError(_("This is not your password. Try again."))
            tries.give_back_try(self.user.username)
        return password

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code:
            _used(self.user, code)
        return code

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]
        if credential:
            webauthn.parse_authentication_response(credential)
            webauthn.complete_authentication(self.user, credential)
        return credential

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.method():
            raise forms.ValidationError(_("Show in one of these ways that it is you."))
        return given

    def method(self) -> str:
        """The name of what was shown; empty if nothing was."""
        return next((name for name in self.fields if self.cleaned_data.get(name)), "")


def _used(user: User, code: str) -> Authenticator:
    """The factor this code is of, which it is once. Raises `ValidationError`."""
    _count(user)
    factor = use_code(user, code)
    if factor is None:
        raise forms.ValidationError(INCORRECT)
    tries.give_back_try(user.username)
    return factor


def _count(user: User) -> None:
    try:
        tries.count_try(user.username)
    except tries.TooManyTries as error:
        raise forms.ValidationError(str(error)) from error
