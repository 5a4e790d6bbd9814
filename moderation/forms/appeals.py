from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import Appeal


class AppealForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Appeal
        fields = ("words",)
        labels: ClassVar = {"words": _("What is not right about it?")}
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}


class AnswerForm(forms.Form):
    upheld = forms.TypedChoiceField(
        label=_("What do you find?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("It is taken back: everything is as before")),
            ("no", _("It stays")),
        ],
        coerce=lambda given: given == "yes",
        error_messages={"required": _("Choose what you find.")},
    )
    words = forms.CharField(
        label=_("Why"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("upheld") is False and not said.get("words"):
            self.add_error("words", _("Say why it stays: whoever asked reads it."))
        return said
