from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile
from contacts.freezing import LASTS
from contacts.models import Freeze
from contacts.policies import SendingHeld
from contacts.table import PLURALS


class FreezeForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    profiles = forms.MultipleChoiceField(
        label=_("Who can write nothing for now"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(PLURALS.items()),
        initial=[Profile.STUDENT],
        help_text=_("Administrators can always write."),
        error_messages={"required": _("Choose at least one profile.")},
    )
    lasts = forms.ChoiceField(
        label=_("For how long"),
        widget=forms.RadioSelect,
        initial="morning",
        choices=list(LASTS.items()),
    )

    class Meta:
        model = Freeze
        fields = ("profiles", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}
        labels = {"reason": _("Why")}
        help_texts = {"reason": _("Everybody of the school reads it, children too.")}

    field_order = ("profiles", "lasts", "reason")


@contextmanager
def kept_while_held(form: forms.BaseForm) -> Iterator[None]:
    """Around an action that sends: held back, the form says so and keeps what was typed."""
    try:
        yield
    except SendingHeld as refusal:
        form.add_error(None, str(refusal))
