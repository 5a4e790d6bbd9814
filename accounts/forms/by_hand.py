"""What is known of a person, typed by an administrator."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile
from accounts.logins import NameWithoutLetters, fold, login_stem
from accounts.models import Membership, SchoolClass
from accounts.querysets import MembershipQuerySet

NOBODY_KNOWN = "new"
CHILDREN_SHOWN = 12


class PersonForm(forms.Form):
    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(
        label=_("Last name"),
        help_text=_("The name they go by: the usage name where there is one."),
        max_length=100,
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        help_text=_("Needed for students."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            login_stem(given.get("first_name", "a"), given.get("last_name", "a"))
        except NameWithoutLetters as error:
            raise ValidationError(str(error)) from error
        if self.profile_of(given) == Profile.STUDENT and not given.get("birth_date"):
            self.add_error("birth_date", gettext("A student needs a date of birth."))
        return given

    def profile_of(self, given: dict[str, Any]) -> str:
        raise NotImplementedError


class NewPersonForm(PersonForm):
    """`same_as` is there only if people of that name are known: one of them, or somebody new;
    `child_is` only if several children are called what is said.
    """

    profile = forms.ChoiceField(
        label=_("Profile"), choices=Profile.choices, widget=forms.RadioSelect
    )
    child = forms.CharField(
        label=_("Child"),
        help_text=_("For a parent: the name of their child. More children are linked afterwards."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    classes = forms.ModelMultipleChoiceField(
        SchoolClass.objects.none(),
        label=_("Classes"),
        help_text=_("For students and teachers."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        classes: QuerySet[SchoolClass],
        here: MembershipQuerySet,
        given: QueryDict | None,
    ) -> None:
        super().__init__(given)
        field = self.fields["classes"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = classes.order_by("name")
        names = [self.data.get(name, "") for name in ("first_name", "last_name")]
        self.namesakes = list(here.called(*names)) if all(names) else []
        if self.namesakes:
            known = [(str(each.pk), described(each)) for each in self.namesakes]
            self.fields["same_as"] = forms.ChoiceField(
                label=_("Is it one of these?"),
                help_text=_("This name is known already. Nobody should have two accounts."),
                choices=[*known, (NOBODY_KNOWN, _("no, somebody else of the same name"))],
                widget=forms.RadioSelect,
            )
            self.order_fields(["same_as"])
        self._ask_which_child(here)

    def _ask_which_child(self, here: MembershipQuerySet) -> None:
        said = fold(self.data.get("child", ""))
        asked = said and self.data.get("profile") == Profile.PARENT
        found = here.open().matching(words=said, profile=Profile.STUDENT)
        self.children = list(found[:CHILDREN_SHOWN]) if asked else []
        if len(self.children) > 1:
            self.fields["child_is"] = forms.ChoiceField(
                label=_("Which child?"),
                choices=[(str(each.pk), described(each)) for each in self.children],
                widget=forms.RadioSelect,
            )
            self.order_fields(["same_as", "child_is"])

    def clean_child(self) -> str:
        said: str = self.cleaned_data["child"]
        if said and self.data.get("profile") == Profile.PARENT and not self.children:
            raise ValidationError(gettext("No student of that name is here."))
        return said

    @property
    def chosen_children(self) -> list[Membership]:
        """The child of a parent, if one was named; nobody for others."""
        said = self.cleaned_data.get("child_is")
        return [each for each in self.children if said in (None, str(each.pk))]

    def profile_of(self, given: dict[str, Any]) -> str:
        return str(given.get("profile", ""))

    @property
    def same_as(self) -> Membership | None:
        """Whom this is, of those known; None for somebody new."""
        said = self.cleaned_data.get("same_as", NOBODY_KNOWN)
        return next((each for each in self.namesakes if str(each.pk) == said), None)


class ProfileForm(forms.Form):
    """What somebody is too from now on."""

    profile = forms.ChoiceField(label=_("Profile"), widget=forms.RadioSelect)

    def __init__(self, further: list[Profile], given: QueryDict | None) -> None:
        super().__init__(given)
        field = self.fields["profile"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.value, each.label) for each in further]


class EditPersonForm(PersonForm):
    def __init__(self, person: Membership, given: QueryDict | None) -> None:
        self.person = person
        names = ("first_name", "last_name", "birth_date", "email")
        super().__init__(given, initial={name: getattr(person.user, name) for name in names})

    def profile_of(self, given: dict[str, Any]) -> str:
        return self.person.profile


class ClassesForm(forms.Form):
    classes = forms.ModelMultipleChoiceField(
        SchoolClass.objects.none(),
        label=_("Classes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, classes: QuerySet[SchoolClass], person: Membership, given: QueryDict | None
    ) -> None:
        current = [each.school_class_id for each in person.enrolments.all()]
        super().__init__(given, initial={"classes": current})
        field = self.fields["classes"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = classes.order_by("name")


class FamilyForm(forms.Form):
    words = forms.CharField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


def described(person: Membership) -> str:
    """Enough to tell namesakes apart; needs accounts, classes and families at hand.

    When a guest was born is known to the school they are of.
    """
    parts = [person.name, person.role]
    parts += [each.school_class.name for each in person.enrolments.all()]
    children = ", ".join(each.student.name for each in person.guardianships.all())
    family = ", ".join(each.guardian.name for each in person.guardians.all())
    parts += [gettext("parent of %(names)s") % {"names": children}] if children else []
    parts += [gettext("child of %(names)s") % {"names": family}] if family else []
    if person.user.birth_date and not person.home_id:
        born = date_format(person.user.birth_date, "SHORT_DATE_FORMAT")
        parts.append(gettext("born on %(day)s") % {"day": born})
    return " · ".join([*parts, str(person.state.label)])
