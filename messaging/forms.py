from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.querysets import MembershipQuerySet

LONGEST = 10_000


class MessageForm(forms.Form):
    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


class NewConversationForm(forms.Form):
    """`to` offers and accepts only those whom the writer may begin to write to."""

    to = forms.ModelMultipleChoiceField(
        label=_("To"), queryset=Membership.objects.none(), widget=forms.MultipleHiddenInput
    )
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: object, recipients: MembershipQuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["to"].queryset = recipients  # type: ignore[attr-defined]  # of the choice field
