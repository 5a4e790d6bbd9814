from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from moderation.models import Report
from moderation.reasons import Reason

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
