"""What one does in a conversation besides writing."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import one_or_404
from core.paging import page_of
from messaging import actions
from messaging.access import participant_of
from messaging.models import Message, Participant
from messaging.policies import can_recall

LAYING = {
    "archive": actions.archive,
    "unarchive": actions.unarchive,
    "mute": actions.mute,
    "unmute": actions.unmute,
}


@login_required
@require_safe
def people(request: HttpRequest, conversation_id: int) -> HttpResponse:
    me = participant_of(request, conversation_id)
    found, older = page_of(request, Participant.objects.shown_to(me).by_name())
    context = {"conversation": me.conversation, "me": me, "people": found, "older": older}
    return render(request, "messaging/people.html", context)


@login_required
@require_POST
def lay(request: HttpRequest, conversation_id: int, how: str) -> HttpResponse:
    """Puts it where one wants it; `how` is one of LAYING."""
    me = participant_of(request, conversation_id)
    if how not in LAYING:
        raise Http404
    LAYING[how](me.membership, conversation=me.conversation)
    if how == "archive":
        return redirect("messaging:inbox")
    return redirect("messaging:conversation", conversation_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, conversation_id: int, message_id: int) -> HttpResponse:
    me = participant_of(request, conversation_id)
    has = Message.objects.visible_to(request.user).filter(conversation=conversation_id)
    message = one_or_404(request, has, message_id)
    if not can_recall(me.membership, message):
        raise Http404
    if request.method == "POST":
        actions.recall_message(me.membership, message=message)
        return redirect("messaging:conversation", conversation_id)
    return render(request, "messaging/recall.html", {"message": message})
