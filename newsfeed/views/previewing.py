"""An entry as it will be read, and by how many, before it is published."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.choices import Sending
from contacts.policies import held_shown_to
from core.http import one_or_404
from newsfeed import actions
from newsfeed.attaching import attachments_of
from newsfeed.feed import preview_of
from newsfeed.forms.entries import EntryForm
from newsfeed.forms.parts import PartForms
from newsfeed.forms.refused import kept_if_refused
from newsfeed.models import Entry, State
from newsfeed.reach import told_reach
from newsfeed.views.composing import PUBLISH, as_student
from newsfeed.views.entries import UNPROCESSABLE, found_at


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, entry_id: int) -> HttpResponse:
    """As it will be read, and by how many. What waits for its hour is found here too."""
    entry = one_or_404(request, Entry.objects.mine(request.user), entry_id)
    if not entry.is_unpublished:
        return redirect(found_at(entry))
    form = EntryForm(entry=entry, attachments=attachments_of(entry))
    if entry.state == State.SCHEDULED and request.method == "POST":
        form = EntryForm(request.POST, entry=entry, attachments=[])
        with kept_if_refused(form):
            return _stop_waiting(request, entry)
    context = {
        "entry": entry,
        "form": form,
        "parts": PartForms(entry=entry),
        "content": preview_of(entry, signed_in(request).memberships).content,
        "reach": told_reach(entry),
        **as_student(entry.author),
        "held": held_shown_to(entry.author, Sending.ENTRY),
    }
    status = UNPROCESSABLE if form.is_bound else None
    return render(request, "newsfeed/preview.html", context, status=status)


def _stop_waiting(request: HttpRequest, entry: Entry) -> HttpResponse:
    if request.POST.get("do") == PUBLISH:
        actions.publish_draft(entry.author, entry=entry)
        return redirect("newsfeed:entry", entry.pk)
    actions.unschedule_entry(entry.author, entry=entry)
    return redirect("newsfeed:compose", entry.pk)
