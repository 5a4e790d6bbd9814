"""The page on which an entry is written. Whatever is pressed, what was typed is kept first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.choices import Sending
from accounts.models import Membership
from contacts.policies import held_shown_to
from core.http import one_or_404
from core.keeping import kept_as_typed
from core.screening import ThinkAgain
from core.screening.page import think_again
from newsfeed import actions
from newsfeed.attaching import attached, attachments_of, put_files
from newsfeed.choosing import chosen, writers_among
from newsfeed.forms.entries import EntryForm
from newsfeed.forms.parts import PartForms
from newsfeed.forms.refused import kept_if_refused
from newsfeed.models import Entry, State
from newsfeed.policies import groups_open_to
from newsfeed.reach import told_reach
from newsfeed.students import is_read_first, is_student
from newsfeed.views.entries import UNPROCESSABLE, found_at

PUBLISH, LOOK, KEEP = "publish", "look", "keep"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begins an entry, by a press: a page that is merely opened makes none."""
    writers = writers_among(signed_in(request).memberships)
    by = chosen(request, writers)
    if request.method == "POST" and (len(writers) == 1 or "as" in request.GET):
        return redirect("newsfeed:compose", actions.start_entry(by).pk)
    return render(request, "newsfeed/new.html", {"writers": writers})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = one_or_404(request, Entry.objects.mine(request.user), entry_id)
    if request.method != "POST":
        return _shown(request, entry)
    form = EntryForm(request.POST, entry=entry, attachments=attachments_of(entry))
    parts = PartForms(request.POST, entry=entry)
    if "HX-Request" in request.headers:
        if request.headers.get("HX-Trigger-Name") == "find":
            return _found(request, form)
        return _keep_as_typed(request, entry, form, parts)
    if all([form.is_valid(), parts.is_valid()]):
        try:
            with kept_if_refused(form):
                return _do(request, entry, form, parts)
        except ThinkAgain as again:
            return _think_again(request, again, entry, form, parts)
    return _page(request, entry, form, parts)


def _keep_as_typed(
    request: HttpRequest, entry: Entry, form: EntryForm, parts: PartForms
) -> HttpResponse:
    """A part of which half is typed waits for its other half; nothing else waits for that."""
    if form.is_valid():
        whole = parts.parts if parts.is_valid() else None
        with kept_if_refused(form):
            by = entry.author
            form.know(actions.write_entry(by, entry=entry, parts=whole, **form.written))
    return kept_as_typed(request, form, out_of_band="newsfeed/reach.html", reach=told_reach(entry))


def _found(request: HttpRequest, form: EntryForm) -> HttpResponse:
    """The groups that are looked for, with those that are chosen."""
    request.kept_as_typed = True  # type: ignore[attr-defined]  # read by accounts.middleware
    return render(request, "newsfeed/circles.html", {"form": form, "circles": form.circles()})


def _do(request: HttpRequest, entry: Entry, form: EntryForm, parts: PartForms) -> HttpResponse:
    by, what = entry.author, request.POST.get("do", "")
    kept = actions.write_entry(by, entry=entry, parts=parts.parts, **form.written)
    form.know(kept)
    put_files(request, by, kept)
    if what == PUBLISH and kept.publish_at is not None:
        done = actions.schedule_entry(by, entry=kept, thought=form.cleaned_data["thought"])
        return redirect(found_at(done))
    if what == PUBLISH:
        done = actions.publish_draft(by, entry=kept, thought=form.cleaned_data["thought"])
        return redirect(found_at(done))
    if what == LOOK:
        return redirect("newsfeed:preview", kept.pk)
    if form.cleaned_data["find"] and not what:
        return _page(request, kept, form, parts, status=200)
    return redirect("newsfeed:mine") if what == KEEP else redirect("newsfeed:compose", kept.pk)


def _think_again(
    request: HttpRequest, again: ThinkAgain, entry: Entry, form: EntryForm, parts: PartForms
) -> HttpResponse:
    """Whoever gives it up leaves no draft of it either."""
    return think_again(
        request,
        again,
        form,
        fields="newsfeed/again_fields.html",
        parts=parts,
        away=reverse("newsfeed:mine"),
        give_up=reverse("newsfeed:delete_draft", args=[entry.pk]),
    )


def _shown(request: HttpRequest, entry: Entry) -> HttpResponse:
    if entry.state not in (State.DRAFT, State.DECLINED):
        return redirect(found_at(entry))
    form = EntryForm(entry=entry, attachments=attachments_of(entry))
    return _page(request, entry, form, PartForms(entry=entry), status=200)


def _page(
    request: HttpRequest,
    entry: Entry,
    form: EntryForm,
    parts: PartForms,
    status: int = UNPROCESSABLE,
) -> HttpResponse:
    context = {
        "entry": entry,
        "by": entry.author,
        "form": form,
        "parts": parts,
        **as_student(entry.author),
        "decision": entry.decisions.select_related("decided_by__user").first(),
        "circles": form.circles(),
        "attached": attached(attachments_of(entry)),
        "reach": told_reach(entry),
        "held": held_shown_to(entry.author, Sending.ENTRY),
    }
    return render(request, "newsfeed/compose.html", context, status=status)


def as_student(by: Membership) -> dict[str, bool]:
    """What a page is told of whoever writes: whether they are a student, and are read first."""
    return {
        "for_students": is_student(by),
        "read_first": is_read_first(by, groups_open_to(by)),
    }
