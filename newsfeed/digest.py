"""The week to come, as the weekly e-mail says it: how many things, for which child, and the link."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Frequency
from accounts.models import Membership
from core import clock
from core.notices import Line, Readers
from core.templatetags.readable import readable
from newsfeed.models import ToldWeek
from newsfeed.roll import labels_of
from newsfeed.week import Section, Week, sections_of


def due(readers: Readers) -> set[int]:
    return {each.pk for each in _waiting(readers)}


def tell(readers: Readers) -> list[Line]:
    """See `core.notices.Source`: it writes down that they were told, also where nothing is planned."""
    lines: dict[tuple[str, ...], Line] = {}
    people, week = _waiting(readers), _week()
    _write_down(people, week)
    for mine in _by_account(people):
        labels = labels_of(mine)
        for section in sections_of(week, mine):
            line = _line(section, labels, mine)
            if line is not None:
                key = (line.says, *line.about)
                known = lines.get(key)
                both = line.readers | (known.readers if known else frozenset())
                lines[key] = replace(line, readers=both)
    return list(lines.values())


def _week() -> Week:
    return Week.of(clock.today()).after


def _waiting(readers: Readers) -> list[Membership]:
    """Who chose to hear once a week, and since that moment has not heard of the week to come."""
    moments = ((people, Week.of(timezone.localdate(until))) for people, until in readers)
    now = [Q(pk__in=people) for people, week in moments if week.after == _week()]
    if not now:
        return []
    told = ToldWeek.objects.filter(week__gte=_week().monday).values("membership")
    weekly = Membership.objects.filter(reduce(or_, now), user__notices=Frequency.WEEKLY)
    return list(weekly.exclude(pk__in=told).select_related("user", "school").order_by("pk"))


def _by_account(people: list[Membership]) -> list[list[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    for each in people:
        found[each.user_id].append(each)
    return list(found.values())


def _write_down(people: list[Membership], week: Week) -> None:
    ToldWeek.objects.bulk_create(
        [ToldWeek(school_id=each.school_id, membership=each, week=week.monday) for each in people],
        update_conflicts=True,
        unique_fields=["membership"],
        update_fields=["week"],
    )


def _line(section: Section, labels: dict[int, str], mine: list[Membership]) -> Line | None:
    """None where nothing is planned."""
    counts = list(_counts(section))
    if not counts:
        return None
    monday = section.week.monday
    about = (
        [labels[section.learner_ids[0]]]
        if section.learner_ids
        else [each.name for each in section.rooms]
    )
    return Line(
        at=clock.now(),
        says=_("The week from %(monday)s") % {"monday": readable(monday)},
        shows_when=False,
        asks=get_text_list(counts, _("and")),
        about=about,
        address=f"{reverse('newsfeed:week')}?day={monday.isoformat()}",
        readers=frozenset(each.pk for each in mine),
    )


def _counts(section: Section) -> Iterator[str]:
    """How many things there are of each kind, in words; what is done is none any more."""
    events = {card.content.id for _day, found, _tasks in section.days for card in found}
    tasks = [
        card.content.task
        for _day, _events, found in section.days
        for card, learner in found
        if card.content.task and not (learner and learner.is_done)
    ]
    bring = sum(each.is_to_bring for each in tasks)
    confirm = sum(
        each.asked is not None and not each.asked.confirmed_at for each in section.to_confirm
    )
    said = {
        ngettext("%(number)s event", "%(number)s events", len(events)): len(events),
        ngettext("%(number)s thing to do", "%(number)s things to do", len(tasks) - bring): len(
            tasks
        )
        - bring,
        ngettext("%(number)s thing to bring", "%(number)s things to bring", bring): bring,
        ngettext("%(number)s thing to confirm", "%(number)s things to confirm", confirm): confirm,
    }
    return (words % {"number": number} for words, number in said.items() if number)
