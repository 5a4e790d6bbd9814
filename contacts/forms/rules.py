from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.forms.by_hand import FamilyForm, described
from accounts.logins import fold
from accounts.models import Group, Membership
from accounts.querysets import GroupQuerySet, MembershipQuerySet
from contacts.proposals import Option, within_of

FOUND_SHOWN = 10


class LimitForm(forms.Form):
    """What a cell of the table says from now on."""

    within = forms.TypedChoiceField(
        coerce=within_of, error_messages={"required": _("Choose one of these.")}
    )

    def __init__(self, options: list[Option], given: QueryDict | None) -> None:
        super().__init__(given)
        field = self.fields["within"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(option.value, option.words) for option in options]


class GroupField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    def label_from_instance(self, obj: Group) -> str:
        return obj.label


class RuleForm(forms.Form):
    """A rule of its own, beside the table."""

    from_group = GroupField(Group.objects.none(), label=_("Everybody of"))
    to_group = GroupField(Group.objects.none(), label=_("may write to everybody of"))

    def __init__(self, groups: GroupQuerySet, given: QueryDict | None) -> None:
        super().__init__(given)
        for name in ("from_group", "to_group"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = groups


class PutBackForm(forms.Form):
    custom_too = forms.BooleanField(
        label=_("Take the custom rules away too"),
        help_text=_(
            "What lets the members of a project write to each other ends with the project."
        ),
        required=False,
    )


class SideForm(FamilyForm):
    """One of the two people of a question: looked for by name, chosen if several have it."""

    def __init__(
        self,
        people: MembershipQuerySet,
        given: QueryDict | None,
        *,
        prefix: str,
        label: StrOrPromise,
    ) -> None:
        super().__init__(given, prefix=prefix)
        self.fields["words"].label = label
        words = fold(self.data.get(self.add_prefix("words"), ""))
        self.found = list(people.search(words)[:FOUND_SHOWN]) if words else []
        if len(self.found) > 1:
            self.fields["person"] = forms.ChoiceField(
                label=_("Which of them?"),
                choices=[(str(each.pk), described(each)) for each in self.found],
                widget=forms.RadioSelect,
                error_messages={"required": _("Several have this name: choose one of them.")},
            )

    def clean_words(self) -> str:
        if not self.found:
            raise ValidationError(gettext("Nobody of that name is here."))
        words: str = self.cleaned_data["words"]
        return words

    @property
    def person(self) -> Membership:
        """Whom it is about, if the form is valid."""
        said = self.cleaned_data.get("person")
        return next(each for each in self.found if said in (None, str(each.pk)))
