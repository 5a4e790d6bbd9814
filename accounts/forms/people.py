from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile, State
from accounts.logins import fold
from accounts.models import SchoolClass

EVERYBODY = [("", _("all"))]


class DirectoryForm(forms.Form):
    """Whom somebody looks for; nobody in particular if it stays empty."""

    words = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )

    def clean_words(self) -> str:
        """Nothing, if there is nothing to look for in what was typed."""
        return fold(self.cleaned_data["words"])

    @property
    def looked_for(self) -> str:
        return self.cleaned_data["words"] if self.is_valid() else ""


class PeopleFilter(DirectoryForm):
    """Whom an administrator looks for; every field may stay empty."""

    profile = forms.ChoiceField(
        label=_("Profile"), required=False, choices=EVERYBODY + Profile.choices
    )
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label=_("Class"), required=False, empty_label=_("all")
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=EVERYBODY + State.choices)

    def __init__(self, classes: QuerySet[SchoolClass], given: QueryDict) -> None:
        super().__init__(given)
        field = self.fields["school_class"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = classes.order_by("name")

    def narrowing(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "words"]

    def narrows(self) -> bool:
        return any(field.value() for field in self.narrowing())
