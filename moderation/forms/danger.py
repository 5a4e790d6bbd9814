from django import forms

from moderation.models import DangerNumber


class DangerNumberForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = DangerNumber
        fields = ("number", "label")
        widgets = {"number": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})}
