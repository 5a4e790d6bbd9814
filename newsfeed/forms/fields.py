"""Days, hours and moments of the school, as the forms of this app ask for them."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clock

LONGEST_AHEAD = timedelta(days=2 * 365)


class MomentField(forms.DateTimeField):
    """A day and an hour of the school, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        look = {"type": "datetime-local"}
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs=look)
        super().__init__(required=False, widget=widget, **kwargs)


class DayField(forms.DateField):
    """A day, and not in the year 2206."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > clock.today() + LONGEST_AHEAD:
            raise forms.ValidationError(_("Choose a day within the next two years."))


class HourField(forms.TimeField):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def local(moment: Any) -> Any:
    return timezone.localtime(moment).replace(second=0, microsecond=0) if moment else None
