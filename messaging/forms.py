from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.querysets import MembershipQuerySet
from core.screening.page import ThoughtForm
from messaging.models import Message
from messaging.querysets import MessageQuerySet

LONGEST = 10_000


class AnswerForm(ThoughtForm):
    """An answer to everybody in a conversation, or to the author of one message alone."""

    answers = forms.ModelChoiceField(
        Message.objects.none(), required=False, widget=forms.HiddenInput
    )
    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: object, answerable: MessageQuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["answers"].queryset = answerable.with_authors()  # type: ignore[attr-defined]  # of the choice field

    def answered(self) -> Message | None:
        """The message whose author alone gets the answer, if the page or the form names one."""
        try:
            found: Message | None = self.fields["answers"].clean(self["answers"].value())
        except forms.ValidationError:
            return None
        return found


class NewConversationForm(ThoughtForm):
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


class CorrectionForm(ThoughtForm):
    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )
