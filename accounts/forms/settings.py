from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.levels import NAMES

OLDEST_WITH_PICTURES = 5


def _levels() -> list[tuple[int | str, str]]:
    young = [(year, names[0]) for year, names in NAMES.items() if year <= OLDEST_WITH_PICTURES]
    said = [(year, gettext("up to %(level)s") % {"level": level}) for year, level in young]
    return [("", gettext("nobody")), *said]


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
