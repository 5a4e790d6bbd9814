from typing import Any

from django import forms

from retention.models import Closure


class CloseForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Closure
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}


class ReopenForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Closure
        fields = ("reopening_reason",)
        widgets = {"reopening_reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reopening_reason"].required = True
