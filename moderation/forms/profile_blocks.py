from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile
from accounts.models import School, Term
from contacts.freezing import LASTS, end_of, morning_of
from contacts.table import PLURALS
from core import clock
from moderation.models import ProfileBlock


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
