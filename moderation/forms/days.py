from datetime import date

from django import forms
from django.utils.translation import gettext as _

from core import clock


def not_to_come(day: date) -> date:
    """The day, if it is today or before. Raises a `ValidationError`."""
    if day > clock.today():
        raise forms.ValidationError(_("That day has not come yet."))
    return day
