from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.choices import View
from accounts.entrance.passwords import rules_for
from accounts.logins import typed_login
from accounts.models import User

LONGEST_PASSWORD = 500


def login_field() -> forms.CharField:
    """The login as people type it; `typed_login` says which one they mean."""
    return forms.CharField(
        label=_("Login"),
        help_text=_("Your first name, a dot, your last name."),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def code_field(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = login_field()
        self.fields["password"] = password_field(_("Password"), "current-password")

    def clean_login(self) -> str:
        return typed_login(self.cleaned_data["login"])


class NewPasswordForm(forms.Form):
    """`user` is whose password it becomes: the rules are theirs."""

    password = password_field(_("New password"), "new-password")
    again = password_field(_("The same password again"), "new-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = rules_for(user)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("These two passwords are different. Type both again."))
        return again


class ChangePasswordForm(NewPasswordForm):
    current = password_field(_("Your password until now"), "current-password")
    field_order = ["current", "password", "again"]


class CodeForm(forms.Form):
    login = login_field()
    code = code_field(_("Code"), _("The letters and numbers your school gave you."))


class ViewForm(forms.Form):
    view = forms.ChoiceField(choices=View)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
