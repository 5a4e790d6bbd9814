from django import forms

from moderation.models import CaseNote


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = CaseNote
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
