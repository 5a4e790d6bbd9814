"""What somebody wrote and is writing, whatever became of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from core.http import one_or_404
from core.paging import page_of
from newsfeed import actions
from newsfeed.choosing import writers_among
from newsfeed.models import Entry
from newsfeed.wording import former_wordings


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    wrote = (
        Entry.objects.mine(request.user)
        .with_something()
        .with_addressees()
        .with_decisions()
        .latest_first()
    )
    entries, older = page_of(request, wrote)
    writers = writers_among(signed_in(request).memberships)
    context = {"entries": entries, "older": older, "may_write": bool(writers)}
    return render(request, "newsfeed/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_draft(request: HttpRequest, entry_id: int) -> HttpResponse:
    unpublished = Entry.objects.mine(request.user).unpublished()
    draft = one_or_404(request, unpublished, entry_id)
    if request.method == "POST":
        actions.delete_draft(draft.author, entry=draft)
        return redirect("newsfeed:mine")
    return render(request, "newsfeed/delete_draft.html", {"entry": draft})


@login_required
@require_POST
def bring_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = one_or_404(request, Entry.objects.mine(request.user), entry_id)
    actions.bring_back_entry(found.author, entry=found)
    return redirect("newsfeed:entry", found.pk)


@login_required
@require_safe
def former(request: HttpRequest, entry_id: int) -> HttpResponse:
    """How it read before it was changed, for who wrote it."""
    found = one_or_404(request, Entry.objects.mine(request.user), entry_id)
    context = {"entry": found, "wordings": former_wordings(found)}
    return render(request, "newsfeed/former.html", context)
