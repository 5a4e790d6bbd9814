import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile
from accounts.models import Membership, School, Term
from contacts.freezing import LASTS, end_of, morning_of
from contacts.table import PLURALS
from core import clock
from moderation.models import (
    Appeal,
    CaseNote,
    DangerNumber,
    Lesson,
    ProfileBlock,
    Referral,
    Report,
    SchoolWord,
    SiteReport,
)
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


# What there is of it at the least: a name with a dot, and nothing that two words have between them.
LOOKS_LIKE_A_SITE = re.compile(
    r"(https?://)?[^\s/.:]+(\.[^\s/.:]+)+(:\d+)?([/?#]\S*)?", re.IGNORECASE
)


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


class AppealForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Appeal
        fields = ("words",)
        labels: ClassVar = {"words": _("What is not right about it?")}
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}


class AnswerForm(forms.Form):
    upheld = forms.TypedChoiceField(
        label=_("What do you find?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("It is taken back: everything is as before")),
            ("no", _("It stays")),
        ],
        coerce=lambda given: given == "yes",
        error_messages={"required": _("Choose what you find.")},
    )
    words = forms.CharField(
        label=_("Why"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("upheld") is False and not said.get("words"):
            self.add_error("words", _("Say why it stays: whoever asked reads it."))
        return said


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
        return _not_to_come(self.cleaned_data["referred_on"])


def _not_to_come(day: date) -> date:
    if day > clock.today():
        raise forms.ValidationError(_("That day has not come yet."))
    return day


class ProfileBlockForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """From now on until some morning: at best that of the first day of the next term."""

    profiles = forms.MultipleChoiceField(
        label=_("Who cannot come in for now"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(PLURALS.items()),
        initial=[Profile.STUDENT],
        help_text=_("Those who handle reports always come in."),
        error_messages={"required": _("Choose at least one profile.")},
    )
    lasts = forms.ChoiceField(
        label=_("For how long"),
        widget=forms.RadioSelect,
        initial="monday",
        choices=[
            *((each, LASTS[each]) for each in ("morning", "monday")),
            ("day", _("Until the morning of the day below, 7:00")),
            ("open", _("Until somebody ends it here")),
        ],
    )
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = ProfileBlock
        fields = ("profiles", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}
        labels = {"reason": _("Why")}
        help_texts = {"reason": _("They read it where they cannot come in, children too.")}

    field_order = ("profiles", "lasts", "day", "reason")

    def __init__(self, data: Any = None, *, school: School) -> None:
        following = Term.objects.filter(school=school, starts_on__gt=clock.today())
        begins = following.order_by("starts_on").values_list("starts_on", flat=True).first()
        super().__init__(data, initial={"day": begins, **({"lasts": "day"} if begins else {})})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("lasts") == "day" and "day" not in self.errors:
            day = said.get("day")
            if day is None or day <= clock.today():
                self.add_error("day", _("Choose a day to come."))
        return said

    def until(self) -> datetime | None:
        """When it ends by itself."""
        lasts = self.cleaned_data["lasts"]
        if lasts == "day":
            return morning_of(self.cleaned_data["day"])
        return None if lasts == "open" else end_of(lasts)


class LessonForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Lesson
        fields = ("words", "reason")
        widgets = {"words": forms.Textarea(attrs={"rows": 2}), "reason": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # One stands beside each rule.
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{self['reason'].value()}_%s"


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
        return _not_to_come(self.cleaned_data["passed_on"])


class CloseSiteForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = SiteReport
        fields = ("answer",)
        widgets = {"answer": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"answer": _("Whoever told us reads it, also a child.")}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["answer"].required = True


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
