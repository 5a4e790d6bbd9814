from datetime import time
from functools import partial

from django import forms
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.levels import NAMES

OLDEST_WITH_PICTURES = 5


def _levels() -> list[tuple[int | str, str]]:
    young = [(year, names[0]) for year, names in NAMES.items() if year <= OLDEST_WITH_PICTURES]
    said = [(year, gettext("up to %(level)s") % {"level": level}) for year, level in young]
    return [("", gettext("nobody")), *said]


def hours_of_the_day(first: int, last: int) -> list[tuple[int, str]]:
    written = gettext("H:i")
    return [(hour, time_format(time(hour % 24), written)) for hour in range(first, last + 1)]


class SchoolSettingsForm(forms.Form):
    """Its fields are named like those of the school that they set."""

    pictures_up_to = forms.TypedChoiceField(
        label=_("Card and pictures"),
        help_text=_(
            "Students up to this level sign in with a card and three pictures, older ones with a "
            "password."
        ),
        required=False,
        coerce=int,
        empty_value=None,
        choices=_levels,
    )
    student_photographs = forms.BooleanField(
        label=_("Students may show a photograph"),
        help_text=_("Without it, they draw a face for themselves."),
        required=False,
    )
    waking_from = forms.TypedChoiceField(
        label=_("People may be disturbed from"),
        help_text=_(
            "Outside these hours messages arrive and nobody gets an e-mail about them: it goes when "
            "the quiet hours are over, and whoever writes is told."
        ),
        coerce=int,
        choices=partial(hours_of_the_day, 0, 23),
    )
    waking_until = forms.TypedChoiceField(
        label=_("and until"), coerce=int, choices=partial(hours_of_the_day, 1, 24)
    )
    quiet_weekends = forms.BooleanField(
        label=_("Saturdays and Sundays are quiet too"), required=False
    )

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        hours = [given.get("waking_from"), given.get("waking_until")]
        if None not in hours and hours != sorted(set(hours)):  # type: ignore[type-var]  # neither is None
            self.add_error("waking_until", _("This has to be later than when the day begins."))
        return given
