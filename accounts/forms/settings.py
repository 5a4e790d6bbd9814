from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.levels import NAMES

OLDEST_WITH_PICTURES = 5


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
        choices=[
            ("", _("nobody")),
            *(
                (year, _("up to %(level)s") % {"level": names[0]})
                for year, names in NAMES.items()
                if year <= OLDEST_WITH_PICTURES
            ),
        ],
    )
