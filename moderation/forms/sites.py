import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from moderation.forms.days import not_to_come
from moderation.models import SiteReport

# What there is of it at the least: a name with a dot, and nothing that two words have between them.
LOOKS_LIKE_A_SITE = re.compile(
    r"(https?://)?[^\s/.:]+(\.[^\s/.:]+)+(:\d+)?([/?#]\S*)?", re.IGNORECASE
)


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = SiteReport
        fields = ("address", "seen_at", "content")
        widgets = {
            "address": forms.TextInput(
                attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
            ),
            "seen_at": forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
            ),
            "content": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"address": _("As it stands at the top of the window: www.example.org")}

    def clean_address(self) -> str:
        """Text that looks like an address; nobody asks whether there is anything."""
        address: str = self.cleaned_data["address"].strip()
        if not LOOKS_LIKE_A_SITE.fullmatch(address):
            raise forms.ValidationError(
                _("That is no address of a site. Copy it from the top of the window.")
            )
        return address

    def clean_seen_at(self) -> datetime:
        moment: datetime = self.cleaned_data["seen_at"]
        if moment > clock.now():
            raise forms.ValidationError(_("That moment has not come yet."))
        return moment


class PassSiteOnForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = SiteReport
        fields = ("reference", "passed_on")
        widgets = {"passed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"passed_on": clock.today()})
        for field in self.fields.values():
            field.required = True

    def clean_passed_on(self) -> date:
        return not_to_come(self.cleaned_data["passed_on"])


class CloseSiteForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = SiteReport
        fields = ("answer",)
        widgets = {"answer": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"answer": _("Whoever told us reads it, also a child.")}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["answer"].required = True
