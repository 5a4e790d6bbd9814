from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.models import Membership
from contacts.forms import kept_while_frozen
from contacts.policies import freeze_shown_to
from core.http import one_or_404
from core.screening import ThinkAgain
from core.screening.page import think_again
from newsfeed.actions import delete_entry, edit_entry, publish_entry
from newsfeed.feed import card_of
from newsfeed.forms import EntryForm, WordsForm
from newsfeed.models import Entry, Picture
from newsfeed.parts.forms import PartForms
from newsfeed.policies import NobodyToAsk, can_publish, can_see
from uploads.refusals import FileRefused
from uploads.serving import serve

UNPROCESSABLE = 422


@login_required
@require_safe
def card(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An entry as the feed shows it, for a feed that is open."""
    found = one_or_404(request, Entry.objects.visible_to(request.user), entry_id)
    context = {"cards": [card_of(found, signed_in(request).memberships)], "alone": False}
    return render(request, "newsfeed/cards.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    writers = [each for each in signed_in(request).memberships if can_publish(each)]
    by = chosen(request, writers)
    form = EntryForm(request.POST or None, request.FILES or None, by=by)
    parts = PartForms(request.POST or None)
    if all([form.is_valid(), parts.is_valid()]):
        try:
            with kept_while_frozen(form):
                return redirect(found_at(publish_entry(by, parts=parts.parts, **form.cleaned_data)))
        except NobodyToAsk:
            form.add_error("wants_confirmation", _("No parent is among those who will see it."))
        except FileRefused as refusal:
            form.add_error("picture", refusal.sentence)
        except ThinkAgain as again:
            where = {"away": reverse("newsfeed:feed"), "fields": "newsfeed/fields.html"}
            return think_again(request, again, form, **where, circles=form.circles(), parts=parts)
    status = UNPROCESSABLE if form.is_bound else None
    context = {
        "by": by,
        "writers": writers,
        "form": form,
        "parts": parts,
        "circles": form.circles(),
        "held": freeze_shown_to(by),
    }
    return render(request, "newsfeed/new.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = _my_entry(request, entry_id)
    form = WordsForm(request.POST or None, initial={"title": found.title, "body": found.body})
    parts = PartForms(request.POST or None, entry=found)
    if all([form.is_valid(), parts.is_valid()]):
        try:
            with kept_while_frozen(form):
                edit_entry(found.author, entry=found, parts=parts.parts, **form.cleaned_data)
                return redirect("newsfeed:entry", found.pk)
        except ThinkAgain as again:
            fields = "newsfeed/words_fields.html"
            return think_again(
                request, again, form, away=found_at(found), fields=fields, parts=parts
            )
    status = UNPROCESSABLE if form.is_bound else None
    context = {"entry": found, "form": form, "parts": parts, "held": freeze_shown_to(found.author)}
    return render(request, "newsfeed/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = _my_entry(request, entry_id)
    if request.method == "POST":
        delete_entry(found.author, entry=found)
        return redirect("newsfeed:feed")
    return render(request, "newsfeed/delete.html", {"entry": found})


@login_required
@require_safe
def picture(request: HttpRequest, entry_id: int, picture_id: int) -> HttpResponseBase:
    seen = Picture.objects.visible_to(request.user).filter(entry=entry_id)
    return serve(request, one_or_404(request, seen, picture_id).file)


def found_at(entry: Entry) -> str:
    return reverse("newsfeed:entry", args=[entry.pk])


def _my_entry(request: HttpRequest, entry_id: int) -> Entry:
    mine = Entry.objects.visible_to(request.user).written_by(signed_in(request))
    return one_or_404(request, mine.select_related("author__school"), entry_id)


def readers_of(request: HttpRequest, entry: Entry) -> list[Membership]:
    """All that one is and that the entry reaches."""
    memberships = signed_in(request).memberships
    if len(memberships) == 1:
        return memberships
    return [each for each in memberships if can_see(each, entry)]


def chosen(request: HttpRequest, writers: list[Membership]) -> Membership:
    """As whom one writes: what the page says, or else the first that may."""
    asked = request.GET.get("as")
    for membership in writers:
        if asked in (None, str(membership.pk)):
            return membership
    raise Http404
