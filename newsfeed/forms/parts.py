"""The parts an entry may have, each a form of its own; left empty, there is no such part."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.forms.utils import from_current_timezone
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clock
from newsfeed.forms.fields import DayField, HourField
from newsfeed.models import Entry, Event, Poll, Task
from newsfeed.models.polls import LONGEST_OPTION
from newsfeed.parts.saving import Parts

FEWEST_OPTIONS, MOST_OPTIONS = 2, 10


class PartForm(forms.Form):
    """`title` and `icon` are those of the part, `asks` the fields by which it is there, and `ends`
    those by which it is over: the first that is filled in. Nothing begins when it is over.
    """

    title: ClassVar[Any]
    icon: ClassVar[str]
    asks: ClassVar[tuple[str, ...]]
    ends: ClassVar[tuple[str, ...]]
    needs: ClassVar[dict[str, Any]]
    is_published = False

    @property
    def is_there(self) -> bool:
        return any(str(self[name].value() or "").strip() for name in self.asks)

    @property
    def is_open(self) -> bool:
        return self.is_there or bool(self.errors)

    @property
    def part(self) -> dict[str, Any] | None:
        """For `save_parts`, once it is valid."""
        return self.values() if self.is_there else None

    def values(self) -> dict[str, Any]:
        return self.cleaned_data

    def clean(self) -> dict[str, Any]:
        if self.is_there:
            for name, sentence in self.needs.items():
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        last = next((name for name in self.ends if self.cleaned_data.get(name)), None)
        if last and not self.is_published and self.cleaned_data[last] < clock.today():
            self.add_error(last, _("This day is over."))
        return self.cleaned_data


class EventForm(PartForm):
    title = _("An event with a date")
    icon = "calendar-days"
    asks = ("day", "hour", "last_day", "end", "place")
    ends = ("last_day", "day")
    needs: ClassVar = {"day": _("Say on which day.")}

    day = DayField(label=_("Day"))
    hour = HourField(label=_("Begins at"), required=False, help_text=_("Without an hour: all day."))
    last_day = DayField(label=_("Last day"), help_text=_("If it takes more than one."))
    end = HourField(label=_("Ends at"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        day, hour, end = (given.get(name) for name in ("day", "hour", "end"))
        last_day = given.get("last_day") or day
        if day and end and not hour:
            self.add_error("hour", _("Say when it begins, too."))
        elif day and hour and last_day > day and not end:
            self.add_error("end", _("Say when it ends, too."))
        elif day and last_day and (last_day, end or time.max) < (day, hour or time.min):
            self.add_error("last_day" if last_day < day else "end", _("It ends before it begins."))
        return given

    def values(self) -> dict[str, Any]:
        day, hour, end = (self.cleaned_data[name] for name in ("day", "hour", "end"))
        last_day = self.cleaned_data["last_day"] or day
        starts_at = _moment(day, hour)
        ends_at = _moment(last_day, end) if end or last_day > day or not hour else starts_at
        place = self.cleaned_data["place"]
        return {"starts_at": starts_at, "ends_at": ends_at, "all_day": not hour, "place": place}


class TaskForm(PartForm):
    title = _("Something to do or to bring")
    icon = "square-check"
    asks = ends = ("due_on",)
    needs: ClassVar = {}

    due_on = DayField(
        label=_("For which day?"), help_text=_("What it is stands in the text above.")
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Task.Kind,
        initial=Task.Kind.DO,
        widget=forms.RadioSelect,
        required=False,
    )

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "kind": self.cleaned_data["kind"] or Task.Kind.DO}


class PollForm(PartForm):
    title = _("A poll")
    icon = "vote"
    asks = ("question", "options", "closes_on")
    ends = ("closes_on",)
    needs: ClassVar = {
        "question": _("Say what is asked."),
        "options": _("Write at least two answers, one on each line."),
        "closes_on": _("Say until when one may vote."),
    }

    question = forms.CharField(label=_("Question"), max_length=200, required=False)
    options = forms.CharField(
        label=_("Answers"),
        required=False,
        help_text=_("One on each line, two to ten."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    closes_on = DayField(label=_("Open until the end of"))
    takes_several = forms.BooleanField(label=_("Several answers may be chosen"), required=False)

    def clean_options(self) -> list[str]:
        given = self.cleaned_data["options"].splitlines()
        options = list(dict.fromkeys(filter(None, (" ".join(each.split()) for each in given))))
        if options and not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
            raise forms.ValidationError(_("Write two to ten different answers, one on each line."))
        if any(len(each) > LONGEST_OPTION for each in options):
            raise forms.ValidationError(_("One of the answers is too long."))
        return options


class PartForms:
    """All of them, with what an `entry` has already."""

    def __init__(self, data: QueryDict | None = None, *, entry: Entry | None = None) -> None:
        self.event = EventForm(data, prefix="event", initial=_initial_event(entry))
        self.task = TaskForm(data, prefix="task", initial=_initial_task(entry))
        self.poll = PollForm(data, prefix="poll", initial=_initial_poll(entry))
        for part in self:
            part.is_published = bool(entry and entry.published_at)
        if self.poll.is_published and self.poll.initial:
            # Or a vote would come to mean something else.
            for name in ("question", "options", "takes_several"):
                self.poll.fields[name].disabled = True

    def __iter__(self) -> Iterator[PartForm]:
        return iter((self.event, self.task, self.poll))

    def is_valid(self) -> bool:
        return all([each.is_valid() for each in self])  # noqa: C419  (each says what it lacks)

    @property
    def parts(self) -> Parts:
        return Parts(event=self.event.part, task=self.task.part, poll=self.poll.part)


def _initial_event(entry: Entry | None) -> dict[str, Any]:
    event = Event.objects.filter(entry=entry).first() if entry else None
    if event is None:
        return {}
    first, last = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    ends = event.ends_at > event.starts_at
    return {
        "day": first.date(),
        "hour": None if event.all_day else first.time(),
        "last_day": last.date() if last.date() > first.date() else None,
        "end": last.time() if ends and not event.all_day else None,
        "place": event.place,
    }


def _initial_task(entry: Entry | None) -> dict[str, Any]:
    task = Task.objects.filter(entry=entry).first() if entry else None
    return {"due_on": task.due_on, "kind": task.kind} if task else {}


def _initial_poll(entry: Entry | None) -> dict[str, Any]:
    poll = Poll.objects.filter(entry=entry).first() if entry else None
    if poll is None:
        return {}
    options = "\n".join(poll.options)
    return {
        "question": poll.question,
        "options": options,
        "closes_on": poll.closes_on,
        "takes_several": poll.takes_several,
    }


def _moment(day: Any, hour: time | None) -> datetime:
    return from_current_timezone(datetime.combine(day, hour or time.min))
