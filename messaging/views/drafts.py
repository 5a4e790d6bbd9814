from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from core.http import one_or_404
from core.paging import page_of
from messaging import actions
from messaging.access import participant_of
from messaging.counterparts import drafted_to
from messaging.models import Message
from messaging.policies import NotForwardable


@login_required
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """What is not sent yet: begun, or waiting for its hour."""
    mine = signed_in(request).memberships
    unsent = Message.objects.unsent_of(request.user).with_something()
    found, older = page_of(request, unsent.with_excerpts(membership__in=mine))
    lines = [(each, label) for each, label in zip(found, drafted_to(found), strict=True)]
    return render(request, "messaging/drafts.html", {"lines": lines, "older": older})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, message_id: int) -> HttpResponse:
    unsent = Message.objects.unsent_of(request.user).with_files()
    draft = one_or_404(request, unsent, message_id)
    if request.method == "POST":
        actions.delete_draft(draft.author, message=draft)
        return redirect("messaging:drafts")
    return render(request, "messaging/delete_draft.html", {"draft": draft})


@login_required
@require_POST
def forward(request: HttpRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Begins a draft that hands on a message one has."""
    me = participant_of(request, conversation_id)
    has = Message.objects.visible_to(request.user).filter(conversation=conversation_id)
    message = one_or_404(request, has, message_id)
    try:
        draft = actions.start_draft(me.membership, forwards=message)
    except NotForwardable:
        raise Http404 from None
    return redirect("messaging:draft_to", draft.pk)
