from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from moderation.models import CaseNote, DangerNumber, Report, Sanction, SchoolWord
from moderation.reasons import Reason
from moderation.screening.phrases import words_of

LASTS = {"day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30)}
BLOCKED = _("The account is blocked, and its open pages are closed.")


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


class BlockForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    lasts = forms.ChoiceField(
        label=_("For how long"),
        widget=forms.RadioSelect,
        initial="week",
        choices=[
            ("day", _("1 day")),
            ("week", _("1 week")),
            ("month", _("1 month")),
            ("open", _("Until further notice")),
        ],
    )

    class Meta:
        model = Sanction
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def until(self) -> datetime | None:
        """When the block ends by itself."""
        lasts = LASTS.get(self.cleaned_data["lasts"])
        return clock.now() + lasts if lasts else None


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = CaseNote
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}


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
