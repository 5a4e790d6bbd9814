from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import SchoolWord
from moderation.screening.phrases import words_of


class WordForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = SchoolWord
        fields = ("phrase", "tier")
        widgets = {"tier": forms.RadioSelect}

    def clean_phrase(self) -> str:
        """As it is compared: two spellings of one phrase are one."""
        words = words_of(self.cleaned_data["phrase"])
        if not any(len(word) > 1 for word in words):
            raise forms.ValidationError(_("Write a word of two letters at least."))
        return " ".join(words)
