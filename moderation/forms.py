from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from moderation.models import CaseNote, DangerNumber, Referral, Report, SchoolWord
from moderation.reasons import Reason
from moderation.screening.phrases import words_of

# For those who do not read yet. The button of `Reason.SAFETY` stands by itself.
SIGNS = {
    Reason.MEETING: "map-pin",
    Reason.VIOLENT: "cloud-lightning",
    Reason.UNSUITABLE: "eye-off",
    Reason.UNKIND: "heart-crack",
    Reason.PRIVATE: "lock",
    Reason.PRETENDING: "venetian-mask",
    Reason.CHAIN: "link",
    Reason.OTHER: "message-circle-question-mark",
}


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    teachers = forms.TypedMultipleChoiceField(
        label=_("Tell a teacher too"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Report
        fields = ("reason", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"reason": {"required": _("Tap what is wrong.")}}

    def __init__(self, *args: Any, teachers: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_key = {str(each.pk): each for each in teachers}
        field = self.fields["teachers"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(key, each.name) for key, each in by_key.items()]
        field.coerce = by_key.__getitem__
        self._teachers = teachers

    @property
    def faces(self) -> Iterable[tuple[BoundWidget, Membership]]:
        """Each teacher with the box to tick."""
        return zip(self["teachers"], self._teachers, strict=True)


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = CaseNote
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}


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
        day: date = self.cleaned_data["referred_on"]
        if day > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day


class WordForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = SchoolWord
        fields = ("phrase", "tier")
        widgets = {"tier": forms.RadioSelect}

    def clean_phrase(self) -> str:
        """As it is compared: two spellings of one phrase are one."""
        words = words_of(self.cleaned_data["phrase"])
        if not any(len(word) > 1 for word in words):
            raise forms.ValidationError(_("Write a word of two letters at least."))
        return " ".join(words)


class DangerNumberForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = DangerNumber
        fields = ("number", "label")
        widgets = {"number": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})}
