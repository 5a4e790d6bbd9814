from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from accounts.access import signed_in
from accounts.choices import Sending
from contacts.forms import kept_while_held
from contacts.policies import held_shown_to
from core.http import one_or_404
from newsfeed.actions import react_to_entry
from newsfeed.choosing import readers_of
from newsfeed.feed import card_of
from newsfeed.forms.answers import ReactionForm
from newsfeed.models import Entry
from newsfeed.nudges import look_of
from newsfeed.reactions import all_said
from newsfeed.views.entries import UNPROCESSABLE


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reactions(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Who reacted to an entry, and how; what is sent is how one does oneself.

    A page that is open is told to look at the entry again.
    """
    found = one_or_404(request, Entry.objects.visible_to(request.user), entry_id)
    by = readers_of(request, found)[0]
    form = ReactionForm(request.POST or None)
    if form.is_valid():
        with kept_while_held(form):
            react_to_entry(by, entry=found, kind=form.cleaned_data["kind"])
            if "HX-Request" in request.headers:
                return trigger_client_event(HttpResponse(status=204), f"look:{look_of(found.pk)}")
            return redirect("newsfeed:entry", found.pk)
    context = {
        "card": card_of(found, signed_in(request).memberships),
        "said": all_said(found, signed_in(request)),
        "form": form,
        "held": held_shown_to(by, Sending.ALL),
    }
    status = UNPROCESSABLE if form.is_bound else None
    return render(request, "newsfeed/reactions.html", context, status=status)
