from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone
from django.forms.widgets import RadioSelect
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Group, Membership
from accounts.waking import end_of_quiet
from contacts.forms import kept_while_held
from contacts.reach import groups_reached_by, reached_by
from core import clock
from core.http import key_in
from core.keeping import KeptForm, kept_if_newer
from core.screening.page import ThoughtForm
from messaging.models import Message
from messaging.policies import (
    AlreadySent,
    MayNotWrite,
    NothingWritten,
    NotThen,
    can_ask_to_confirm,
    can_send_at,
)
from messaging.querysets import MessageQuerySet
from uploads.attaching import FilesRefused

LONGEST = 10_000
NOT_THEN = _("Choose a moment to come, within a year.")
TO_ALL, ALONE = "all", "alone"


class PickForm(forms.Form):
    """Whoever is chosen; only those whom the writer may begin to write to."""

    person = forms.ModelChoiceField(Membership.objects.none(), required=False)
    group = forms.ModelChoiceField(Group.objects.none(), required=False)

    def __init__(self, data: QueryDict, *, by: Membership) -> None:
        super().__init__(data)
        self.fields["person"].queryset = reached_by(by)  # type: ignore[attr-defined]  # of the choice field
        self.fields["group"].queryset = groups_reached_by(by)  # type: ignore[attr-defined]  # of the choice field

    @property
    def chosen(self) -> dict[str, Any]:
        """For an action: whom to write to."""
        person, group = self.cleaned_data["person"], self.cleaned_data["group"]
        return {"to": [person] if person else [], "groups": [group] if group else []}


def out_of(given: QueryDict) -> list[int]:
    """The addressees a button takes out."""
    return [pk for each in given.get("out", "").split(",") if (pk := key_in(each)) is not None]


class MessageForm(KeptForm):
    """What is kept or sent of a message."""

    nobody = _("Nobody would read it: choose to whom you write.")


class AnswerForm(MessageForm):
    """An answer to everybody in a conversation, or to the author of one message alone."""

    nobody = _("Your school does not let you write to anybody here any more.")
    answers = forms.ModelChoiceField(
        Message.objects.none(), required=False, widget=forms.HiddenInput
    )
    body = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        answerable: MessageQuerySet,
        kept: Message | None,
        asked: QueryDict,
    ) -> None:
        """With what was `kept`, to whom the address `asked` for says, if it says anything."""
        initial: dict[str, object] = {}
        if kept is not None:
            initial = {"seen": kept.version, "answers": kept.answers_id, "body": kept.body}
        self.kept = kept
        if "answers" in asked:
            initial["answers"] = asked["answers"]
        super().__init__(data, initial=initial)
        self.fields["answers"].queryset = answerable.with_authors()  # type: ignore[attr-defined]  # of the choice field

    def answered(self) -> Message | None:
        """The message whose author alone gets the answer, if the page or the form names one."""
        try:
            found: Message | None = self.fields["answers"].clean(self["answers"].value())
        except forms.ValidationError:
            return None
        return found


class DraftForm(MessageForm):
    """What is written before it is sent; nothing of it has to be there yet."""

    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    body = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    answers_come_to = forms.ChoiceField(
        label=_("Answers come to"),
        widget=RadioSelect,
        choices=[
            (TO_ALL, _("Everybody. All see who is in it.")),
            (ALONE, _("You alone. The others are not named.")),
        ],
    )
    wants_confirmation = forms.BooleanField(
        label=_("Please confirm: each of them presses a button once they have read it"),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, draft: Message) -> None:
        conversation = draft.conversation
        initial = {
            "seen": draft.version,
            "subject": conversation.subject,
            "body": draft.body,
            "answers_come_to": TO_ALL if conversation.answers_to_all else ALONE,
            "wants_confirmation": draft.wants_confirmation,
        }
        self.kept = draft
        super().__init__(data, initial=initial)
        if not can_ask_to_confirm(draft.author):
            del self.fields["wants_confirmation"]

    @property
    def written(self) -> dict[str, Any]:
        """For the action that keeps it."""
        given = self.cleaned_data | {"seen": self.version}
        del given["thought"]
        return given | {"answers_to_all": given.pop("answers_come_to") == TO_ALL}


class HourForm(forms.Form):
    """When a message is to be sent, in the hours of the school; in the quiet ones, at their end."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    hour = forms.TimeField(
        label=_("Hour"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )

    def __init__(self, data: QueryDict | None = None, *, draft: Message) -> None:
        initial = {}
        if proposed := draft.send_at or end_of_quiet(draft.author.school, clock.now()):
            local = timezone.localtime(proposed)
            initial = {"day": local.date(), "hour": local.time()}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        if day and hour:
            send_at = from_current_timezone(datetime.combine(day, hour))
            if not can_send_at(send_at):
                raise forms.ValidationError(NOT_THEN)
            return {"send_at": send_at}
        return self.cleaned_data


class CorrectionForm(ThoughtForm):
    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )


@contextmanager
def kept_if_refused(form: MessageForm) -> Iterator[None]:
    """Around what keeps or sends a message: refused, the form says why and keeps what was typed."""
    try:
        with kept_while_held(form), kept_if_newer(form):
            yield
    except MayNotWrite as refusal:
        form.add_error(None, _may_not_write(refusal) if refusal.refused else form.nobody)
    except FilesRefused as refusal:
        refusal.say_on(form)
    except NothingWritten:
        form.add_error("body", _("Write something first."))
    except AlreadySent:
        form.add_error(None, ALREADY_SENT)
    except NotThen:
        form.add_error(None, NOT_THEN)


ALREADY_SENT = _("This message was sent already. What stands here now did not go with it.")


def _may_not_write(refusal: MayNotWrite) -> str:
    words = gettext("Your school does not let you write to %(names)s. Nothing was sent.")
    return words % {"names": get_text_list(refusal.refused, gettext("and"))}
