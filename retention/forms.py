from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.querysets import MembershipQuerySet
from retention.models import Closure


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none at run time
    def label_from_instance(self, obj: Membership) -> str:
        return obj.name


class CloseForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """Proposes to close the accounts of parents who have no child left in the school, if any."""

    parents = People(
        Membership.objects.none(),
        label=_("Parents who have no other child here"),
        help_text=_("Untick whoever stays. As teachers or staff they stay anyway."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("parents", "reason")

    class Meta:
        model = Closure
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, parents: MembershipQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["parents"] = found = list(parents)
        if found:
            self.fields["parents"].queryset = parents  # type: ignore[attr-defined]  # of the choice field
        else:
            del self.fields["parents"]


class ReopenForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Closure
        fields = ("reopening_reason",)
        widgets = {"reopening_reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reopening_reason"].required = True
