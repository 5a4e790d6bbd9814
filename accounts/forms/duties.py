from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty
from accounts.models import Membership
from accounts.querysets import MembershipQuerySet


class SuccessorField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    def label_from_instance(self, obj: Membership) -> str:
        return obj.name


class DutiesForm(forms.Form):
    duties = forms.MultipleChoiceField(
        label=_("Duties"),
        required=False,
        choices=Duty.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    successor = SuccessorField(
        Membership.objects.none(),
        label=_("Who administers the school instead"),
        help_text=_("Only if the administration is given up and nobody else has it."),
        required=False,
        empty_label=_("nobody"),
    )

    def __init__(
        self, person: Membership, successors: MembershipQuerySet, given: QueryDict | None
    ) -> None:
        super().__init__(given, initial={"duties": person.duties})
        successor = self.fields["successor"]
        assert isinstance(successor, forms.ModelChoiceField)
        successor.queryset = successors.by_name()
        if not person.is_local_administrator:
            del self.fields["successor"]
