"""The page of an entry, with what was said under it."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.choices import Sending
from accounts.hiding import hidden
from contacts.forms import kept_while_held
from contacts.policies import held_shown_to
from core.http import one_or_404
from core.screening import ThinkAgain
from core.screening.page import think_again
from newsfeed.actions import write_comment
from newsfeed.choosing import chosen, readers_of
from newsfeed.feed import card_of
from newsfeed.forms.answers import CommentForm
from newsfeed.models import Comment, Entry
from newsfeed.policies import CommentsClosed
from newsfeed.querysets import CommentQuerySet
from newsfeed.silence import why_silent
from newsfeed.talk import Talk, talk_of, thread_of
from newsfeed.views.addresses import number_asked
from newsfeed.views.entries import UNPROCESSABLE, found_at


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """What is sent is a comment, or `answer` to one."""
    found = one_or_404(request, Entry.objects.visible_to(request.user), entry_id)
    silence = {each: why_silent(each, found) for each in readers_of(request, found)}
    speakers = [each for each, why in silence.items() if not why]
    by = chosen(request, speakers or list(silence))
    asked = {"answers": request.GET.get("answer")}
    said = _said_under(request, found)
    form = CommentForm(request.POST or None, said=said, initial=asked)
    if form.is_valid():
        try:
            with kept_while_held(form), _kept_when_closed(form):
                comment = write_comment(by, entry=found, **form.cleaned_data)
                return redirect(_place_of(request, comment))
        except ThinkAgain as again:
            return think_again(request, again, form, away=found_at(found))
    shown = card_of(found, signed_in(request).memberships)
    context = {
        "by": by,
        "speakers": speakers,
        "silence": silence[by],
        "card": shown,
        "cards": [shown],
        "talk": _talk_on(request, said),
        "form": form,
        "held": held_shown_to(by, Sending.COMMENT),
    }
    status = UNPROCESSABLE if form.is_bound else None
    return render(request, "newsfeed/entry.html", context, status=status)


def _said_under(request: HttpRequest, entry: Entry) -> CommentQuerySet:
    """Each with whether it `is_hidden` from who reads it."""
    mine = hidden("comment", membership__in=signed_in(request).memberships)
    return Comment.objects.under(entry).annotate(is_hidden=mine)


def _talk_on(request: HttpRequest, said: CommentQuerySet) -> Talk:
    """The newest of what was said, or what came `before` a comment; of one `thread`, or of all."""
    first = _asked(request, said.firsts(), "thread")
    before = _asked(request, said, "before")
    return thread_of(said, first, before) if first else talk_of(said, before)


def _asked(request: HttpRequest, said: CommentQuerySet, name: str) -> Comment | None:
    asked = number_asked(request, name)
    return said.filter(pk=asked).first() if asked is not None else None


def _place_of(request: HttpRequest, comment: Comment) -> str:
    """Where a new comment stands: it is the newest of all, or of a thread that was on the page."""
    name = "thread" if "thread" in request.GET else "before"
    kept = {name: request.GET[name]} if comment.answers_id and name in request.GET else {}
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{found_at(comment.entry)}{query}#comment-{comment.pk}"


@contextmanager
def _kept_when_closed(form: CommentForm) -> Iterator[None]:
    """What was being written when an entry closed stays in sight of whoever wrote it."""
    try:
        yield
    except CommentsClosed as closed:
        form.add_error(None, f"{closed.why} {_('Nothing was sent.')}")
