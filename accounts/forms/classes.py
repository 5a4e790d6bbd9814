from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.logins import fold
from accounts.models import Membership, SchoolClass
from accounts.querysets import MembershipQuerySet

# Those of the stylesheet's class-colour-0 to 11, in order.
COLOURS = (
    *(_("cherry"), _("orange"), _("sun"), _("apple"), _("fir"), _("lagoon")),
    *(_("sky"), _("ink"), _("plum"), _("rose"), _("hazelnut"), _("slate")),
)
INSTEAD, BESIDES, NONE = "instead", "besides", "none"


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none at run time
    def label_from_instance(self, obj: Membership) -> str:
        return obj.name


class EnrolManyForm(forms.Form):
    """Another class for several people, or none; a class is chosen by hand, never by default."""

    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label=_("Class"), required=False
    )
    how = forms.ChoiceField(
        label=_("Their classes until now"),
        choices=[
            (INSTEAD, _("they leave them")),
            (BESIDES, _("they stay in them too")),
            (NONE, _("they leave them and are in no class")),
        ],
        initial=INSTEAD,
        widget=forms.RadioSelect,
    )

    def __init__(self, classes: QuerySet[SchoolClass], given: QueryDict | None) -> None:
        super().__init__(given)
        field = self.fields["school_class"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = classes.order_by("name")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("how") == NONE:
            given["school_class"] = None
        elif "school_class" in given and given["school_class"] is None:
            self.add_error("school_class", gettext("Choose a class."))
        return given


class ClassForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """A class of this school; without `teachers` they are not asked for."""

    class Meta:
        model = SchoolClass
        fields = ("name", "level", "colour")
        help_texts: ClassVar = {
            "level": _(
                "As CP, CE1/CE2 or 6e: pictures instead of a password, and how long a password must "
                "be, go by it. One that is not known here counts as older than all."
            )
        }
        widgets: ClassVar = {"colour": forms.RadioSelect}

    colour = forms.TypedChoiceField(
        label=_("Colour"), choices=list(enumerate(COLOURS)), coerce=int, widget=forms.RadioSelect
    )
    teachers = PeopleField(
        Membership.objects.none(),
        label=_("Teachers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        school_class: SchoolClass,
        teachers: MembershipQuerySet | None,
        given: QueryDict | None,
    ) -> None:
        super().__init__(given, instance=school_class)
        if teachers is None:
            del self.fields["teachers"]
            return
        field = self.fields["teachers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = teachers.select_related("user").by_name()
        taught_by = teachers.filter(enrolments__school_class=school_class)
        self.initial["teachers"] = list(taught_by.values_list("pk", flat=True))

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        others = SchoolClass.objects.of_school(self.instance.school_id).exclude(pk=self.instance.pk)
        if fold(name) in {fold(each.name) for each in others}:
            raise ValidationError(gettext("There is a class of this name already."))
        return name
