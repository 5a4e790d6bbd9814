from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.choices import Profile

MOST = 100_000


class AllowancesForm(forms.Form):
    """A number of megabytes for each profile, by its name."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        for profile in Profile:
            self.fields[profile] = forms.IntegerField(
                label=_("%(profile)s (MB)") % {"profile": capfirst(profile.label)},
                min_value=0,
                max_value=MOST,
            )
