from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.choices import Layout, Profile
from accounts.forms.people import EVERYBODY
from accounts.models import Membership, School, SchoolClass
from accounts.querysets import MembershipQuerySet, SchoolClassQuerySet

# A page answers within seconds, and nobody hands out more on a day.
MOST_PEOPLE = 500


class CardsForm(forms.Form):
    """Whom codes are printed for, and how; `picked` are the ids of those chosen one by one."""

    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label=_("Class"), required=False, empty_label=_("all")
    )
    profile = forms.ChoiceField(
        label=_("Profile"), required=False, choices=EVERYBODY + Profile.choices
    )
    who = forms.ChoiceField(
        label=_("For whom"),
        choices=[("waiting", _("those who have never signed in")), ("all", _("everybody"))],
        widget=forms.RadioSelect,
    )
    layout = forms.ChoiceField(
        label=_("What is printed"), choices=Layout.choices, widget=forms.RadioSelect
    )
    forget_pictures = forms.BooleanField(
        label=_("Pictures were forgotten"),
        help_text=_("At the next sign-in, young students choose three new pictures."),
        required=False,
    )

    def __init__(
        self,
        given: QueryDict,
        *,
        picked: Collection[int],
        school: School,
        people: MembershipQuerySet,
        classes: SchoolClassQuerySet,
    ) -> None:
        given = given.copy()
        given.setdefault("who", "waiting")
        given.setdefault("layout", Layout.BOTH)
        super().__init__(given)
        self.issuable = people
        self.picked = picked
        field = self.fields["school_class"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = classes
        if school.pictures_up_to is None:
            del self.fields["forget_pictures"]

    def clean(self) -> dict[str, Any]:
        count = self.chosen().count()
        if not count:
            raise forms.ValidationError(_("Nobody fits. Choose others, or “everybody”."))
        if count > MOST_PEOPLE:
            raise forms.ValidationError(
                _("These are %(count)s people. Print for one class or one profile at a time."),
                params={"count": count},
            )
        return self.cleaned_data

    def chosen(self) -> MembershipQuerySet:
        given = self.cleaned_data
        if self.picked:
            return self.issuable.filter(pk__in=self.picked)
        of_class = given.get("school_class")
        found = self.issuable.matching(profile=given.get("profile", ""), school_class=of_class)
        if of_class and not given.get("profile"):
            found = found.of_families()
        return found if given.get("who") == "all" else found.never_signed_in()

    def narrowing(self) -> list[forms.BoundField]:
        return [self["school_class"], self["profile"]]

    def picked_ids(self) -> str:
        return ",".join(map(str, self.picked))

    def shown(self) -> list[Membership]:
        """Those that codes would be printed for, by name."""
        return list(self.chosen().select_related("user").by_name()) if self.is_valid() else []
