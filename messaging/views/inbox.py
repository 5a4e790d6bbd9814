from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.forms.people import DirectoryForm
from core.paging import page_of, part_of
from messaging.counterparts import counterparts_of
from messaging.models import Message, Participant


@login_required
@require_safe
def inbox(request: HttpRequest, *, archived: bool = False) -> HttpResponse:
    mine = Participant.objects.of(request.user).listed(archived=archived)
    found, older = page_of(request, mine)
    called = counterparts_of(found)
    lines = [(each, called[each.conversation_id]) for each in found]
    unsent = Message.objects.unsent_of(request.user).with_something().count()
    context = {"lines": lines, "older": older, "archived": archived, "unsent": unsent}
    return render(request, "messaging/inbox.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """By POST: what somebody looks for does not belong into addresses."""
    form = DirectoryForm(request.POST or None)
    user = signed_in(request)
    has = Message.objects.visible_to(user).not_hidden_from(user)
    words = form.looked_for
    matching = has.matching(words, user) if words else has.none()
    found, following = part_of(matching, form.data.get("page", ""))
    context = {"form": form, "found": found, "following": following}
    status = 422 if form.errors else 200
    return render(request, "messaging/search.html", context, status=status)
