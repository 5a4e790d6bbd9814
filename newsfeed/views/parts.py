"""What readers do with the parts of an entry: take an event along, tick a task, vote."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from contacts.policies import SendingHeld
from core.http import one_or_404
from core.paging import page_of
from newsfeed.actions import cast_vote, tick_task
from newsfeed.ics import calendar_of
from newsfeed.models import Event, Poll, Task, Vote
from newsfeed.policies import NoSuchChoice, PollClosed, can_tick_for, can_vote
from newsfeed.roll import tickable_by
from newsfeed.views.answering import back_to, number_in, part_of


@login_required
@require_safe
def calendar(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The event as a file for a calendar."""
    event = part_of(request, Event.objects.visible_to(request.user), entry_id)
    response = HttpResponse(calendar_of(event), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="preau-{entry_id}.ics"'
    return response


@login_required
@require_POST
def tick(request: HttpRequest, entry_id: int) -> HttpResponse:
    """By whoever it is for, or a guardian of theirs."""
    task = part_of(request, Task.objects.visible_to(request.user), entry_id)
    mine = signed_in(request).memberships
    student = one_or_404(request, tickable_by(mine, task.entry), number_in(request, "student"))
    by = next((each for each in mine if can_tick_for(each, task, student)), None)
    if by is None:
        raise Http404
    tick_task(by, task=task, student=student, is_done=request.POST.get("done") == "1")
    return back_to(request, task.entry)


@login_required
@require_POST
def vote(request: HttpRequest, entry_id: int) -> HttpResponse:
    poll = part_of(request, Poll.objects.visible_to(request.user), entry_id)
    by = next((each for each in signed_in(request).memberships if can_vote(each, poll)), None)
    if by is None:
        raise Http404
    given = request.POST.getlist("choices")
    choices = [int(each) if each.isascii() and each.isdigit() else -1 for each in given]
    try:
        cast_vote(by, poll=poll, choices=choices)
    except NoSuchChoice:
        messages.warning(request, _("Nothing was counted: choose one of the answers."))
    except SendingHeld as refusal:
        messages.warning(request, str(refusal))
    except PollClosed:
        messages.info(request, _("This poll is closed. It takes no answers any more."))
    return back_to(request, poll.entry)


@login_required
@require_safe
def votes(request: HttpRequest, entry_id: int) -> HttpResponse:
    """For whoever asked: who answered what."""
    mine = Poll.objects.visible_to(request.user).written_by(signed_in(request))
    poll = part_of(request, mine, entry_id)
    cast, older = page_of(request, Vote.objects.cast_in(poll))
    return render(request, "newsfeed/votes.html", {"poll": poll, "votes": cast, "older": older})
