from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import Sending
from contacts.policies import held_shown_to
from core.http import one_or_404
from core.screening import ThinkAgain
from core.screening.page import think_again
from newsfeed.actions import delete_entry, edit_entry
from newsfeed.attaching import attached, attachments_of, put_files
from newsfeed.forms.entries import ChangeForm
from newsfeed.forms.parts import PartForms
from newsfeed.forms.refused import kept_if_refused
from newsfeed.models import Entry, State
from newsfeed.querysets import EntryQuerySet
from newsfeed.views.answering import card_in_feed

UNPROCESSABLE = 422
ATTACH = "attach"


@login_required
@require_safe
def card(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An entry as the feed shows it, or that of a `class`, for a feed that is open."""
    found = one_or_404(request, Entry.objects.visible_to(request.user), entry_id)
    return render(request, "newsfeed/cards.html", card_in_feed(request, found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = one_or_404(request, _my_entries(request).changeable(), entry_id)
    form = ChangeForm(request.POST or None, entry=found, attachments=attachments_of(found))
    parts = PartForms(request.POST or None, entry=found)
    if all([form.is_valid(), parts.is_valid()]):
        try:
            with kept_if_refused(form):
                return _change(request, found, form, parts)
        except ThinkAgain as again:
            where = {"away": found_at(found), "fields": "newsfeed/again_fields.html"}
            return think_again(request, again, form, **where, parts=parts)
    status = UNPROCESSABLE if form.is_bound else None
    context = {
        "entry": found,
        "by": found.author,
        "form": form,
        "parts": parts,
        "attached": attached(attachments_of(found)),
        "held": held_shown_to(found.author, Sending.ENTRY),
    }
    return render(request, "newsfeed/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = one_or_404(request, _my_entries(request), entry_id)
    if request.method == "POST":
        delete_entry(found.author, entry=found)
        return redirect("newsfeed:feed")
    return render(request, "newsfeed/delete.html", {"entry": found})


def _change(request: HttpRequest, entry: Entry, form: ChangeForm, parts: PartForms) -> HttpResponse:
    by, thought = entry.author, form.cleaned_data["thought"]
    changed = edit_entry(by, entry=entry, parts=parts.parts, thought=thought, **form.written)
    put_files(request, by, entry)
    stays = request.POST.get("do") == ATTACH or "off" in request.POST
    return redirect(request.path if stays else found_at(changed))


def found_at(entry: Entry) -> str:
    """Where its author finds it, whoever else reads it."""
    if entry.has_disappeared:
        return reverse("newsfeed:mine")
    return reverse(_PAGES.get(entry.state, "newsfeed:compose"), args=[entry.pk])


_PAGES: dict[str, str] = {
    State.SCHEDULED: "newsfeed:preview",
    State.WAITING: "newsfeed:handed_in",
    State.PUBLISHED: "newsfeed:entry",
}


def _my_entries(request: HttpRequest) -> EntryQuerySet:
    return Entry.objects.mine(request.user).filter(state=State.PUBLISHED)
