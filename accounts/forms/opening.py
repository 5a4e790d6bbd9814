from datetime import date
from functools import partial

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.forms.settings import hours_of_the_day
from accounts.models import Term


class OpeningForm(forms.Form):
    """Its fields are named like those of the school that they set."""

    opens_at = forms.TypedChoiceField(
        label=_("Open from"), coerce=int, choices=partial(hours_of_the_day, 0, 23)
    )
    closes_at = forms.TypedChoiceField(
        label=_("and until"), coerce=int, choices=partial(hours_of_the_day, 1, 24)
    )
    school_days = forms.TypedMultipleChoiceField(
        label=_("on these days"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("A school is open on one day at least.")},
    )

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        hours = [given.get("opens_at"), given.get("closes_at")]
        if None not in hours and hours != sorted(set(hours)):  # type: ignore[type-var]  # neither is None
            self.add_error("closes_at", _("This has to be later than when the day begins."))
        return given


class TermForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Term
        fields = ("name", "starts_on", "ends_on")
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on")
        }

    def clean_ends_on(self) -> date:
        ends_on: date = self.cleaned_data["ends_on"]
        starts_on: date | None = self.cleaned_data.get("starts_on")
        if starts_on is not None and ends_on < starts_on:
            raise forms.ValidationError(_("A term does not end before it begins."))
        return ends_on
