from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.entrance.pictures import CHOSEN, PICTURES
from accounts.forms.entrance import code_field, login_field
from accounts.logins import typed_login


class CardForm(forms.Form):
    """What the square on a card says."""

    login = login_field()
    code = code_field(_("Code"), _("The letters and numbers on the card."))

    def clean_login(self) -> str:
        return typed_login(self.cleaned_data["login"])


class ClassCodeForm(forms.Form):
    class_code = code_field(_("The code of my class"), _("The teacher knows it."))
    first_name = forms.CharField(
        label=_("My first name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PicturesForm(forms.Form):
    """Each touch sends the page: `picture` is what was touched now, `touched` what was before.

    Whoever chooses theirs touches them twice: `first` is what they touched the first time.
    """

    picture = forms.ChoiceField(choices=list(PICTURES.items()), required=False)
    touched = forms.MultipleChoiceField(choices=list(PICTURES.items()), required=False)
    first = forms.MultipleChoiceField(choices=list(PICTURES.items()), required=False)

    def row(self) -> list[str]:
        """What has been touched until now, in order."""
        if not self.is_valid():
            return []
        row = [*self.cleaned_data["touched"], self.cleaned_data["picture"]]
        return list(dict.fromkeys(filter(None, row)))[:CHOSEN]

    def before(self) -> list[str]:
        return self.cleaned_data["first"] if self.is_valid() else []
