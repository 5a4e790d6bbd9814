"""The shape of what teachers decide about what students write, and of who writes in a class."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.screening.page import ThoughtForm
from newsfeed.forms.answers import LONGEST_COMMENT
from newsfeed.models import Writing


class DecisionForm(ThoughtForm):
    """What a teacher decides about an entry of a student."""

    APPROVE, RETURN = "approve", "return"

    do = forms.ChoiceField(choices=[(APPROVE, ""), (RETURN, "")])
    words = forms.CharField(
        label=_("To the student: why not, or what to change"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("do") == self.RETURN and not given.get("words"):
            self.add_error("words", _("Say in a few words why it comes back."))
        return given


class ClassFeedForm(forms.Form):
    students_write = forms.ChoiceField(
        label=_("Students write to the class"),
        choices=Writing.choices,
        widget=forms.RadioSelect,
        help_text=_("What they write is read by everybody of the class, or by its students."),
    )
    parents_comment = forms.BooleanField(
        label=_("Parents may comment"),
        help_text=_("The families of the class then read each other’s words under an entry."),
        required=False,
    )
