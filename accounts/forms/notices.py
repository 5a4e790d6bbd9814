from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Frequency


class NoticesForm(forms.Form):
    notices = forms.TypedChoiceField(
        label=_("How often?"),
        choices=Frequency.choices,
        coerce=Frequency,
        widget=forms.RadioSelect,
    )
