from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.sentences import SEALED, VERBS


def _verbs() -> list[tuple[str, Any]]:
    read = ((verb, str(words)) for verb, words in VERBS.items() if verb not in SEALED)
    known = sorted(read, key=lambda pair: pair[1])
    return [("", _("everything but page views")), *known]


class TrailFilter(forms.Form):
    verb = forms.ChoiceField(label=_("What"), required=False, choices=_verbs)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
