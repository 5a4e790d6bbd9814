from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from moderation.forms.days import not_to_come
from moderation.models import Referral

# Whom a school would tell first, by the language of its country.
AGENCIES = {
    "fr": (Referral.Agency.PHAROS, Referral.Agency.POLICE, Referral.Agency.CHILDHOOD_119),
    "en": (Referral.Agency.IWF, Referral.Agency.CEOP, Referral.Agency.POLICE),
}


class ReferralForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    not_handed_on = forms.BooleanField(
        label=_("Nobody has opened it again, printed it or sent it to anybody"),
        error_messages={
            "required": _("Say so only if it is so. If somebody did, tell the agency about it.")
        },
    )

    class Meta:
        model = Referral
        fields = ("agency", "reference", "referred_on")
        widgets = {
            "agency": forms.RadioSelect,
            "referred_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, data: Any = None, *, language: str) -> None:
        super().__init__(data, initial={"referred_on": clock.today()})
        nearest = AGENCIES[language]
        others = (each for each in Referral.Agency if each not in nearest)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ChoiceField)
        agency.choices = [(each.value, each.label) for each in (*nearest, *others)]

    def clean_referred_on(self) -> date:
        return not_to_come(self.cleaned_data["referred_on"])
