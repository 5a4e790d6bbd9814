from django import forms

from retention.models import Closure


class CloseForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Closure
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
