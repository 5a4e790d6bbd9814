from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import SchoolClass

INSTEAD, BESIDES = "instead", "besides"


class EnrolManyForm(forms.Form):
    """A class for several people; none takes them out of theirs."""

    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label=_("Class"), required=False, empty_label=_("no class")
    )
    how = forms.ChoiceField(
        label=_("Their classes until now"),
        choices=[
            (INSTEAD, _("they leave them")),
            (BESIDES, _("they stay in them too")),
        ],
        initial=INSTEAD,
        widget=forms.RadioSelect,
    )

    def __init__(self, classes: QuerySet[SchoolClass], given: QueryDict | None) -> None:
        super().__init__(given)
        field = self.fields["school_class"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = classes.order_by("name")
