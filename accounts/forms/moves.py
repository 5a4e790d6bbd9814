from django import forms
from django.utils.translation import gettext_lazy as _


class TransferForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the former school"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
