from typing import Any

from django import forms

from moderation.models import Lesson


class LessonForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Lesson
        fields = ("words", "reason")
        widgets = {"words": forms.Textarea(attrs={"rows": 2}), "reason": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # One stands beside each rule.
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{self['reason'].value()}_%s"
