from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.entrance import password_field


def _mailbox_field(*, required: bool) -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        required=required,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


class ForgottenForm(forms.Form):
    mailbox = _mailbox_field(required=True)


class MailboxForm(forms.Form):
    mailbox = _mailbox_field(required=False)
    password = password_field(_("Password"), "current-password")
