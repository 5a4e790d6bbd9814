import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from core.http import one_or_404
from core.paging import page_of
from messaging.actions import mark_read, send_message, start_conversation
from messaging.forms import MessageForm, NewConversationForm
from messaging.models import Conversation, Participant
from messaging.recipients import recipients_of

NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    found, older = page_of(request, Conversation.objects.listed_for(request.user))
    context = {"conversations": found, "older": older}
    return render(request, "messaging/inbox.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    here = Conversation.objects.visible_to(request.user).with_people()
    found = one_or_404(request, here, conversation_id)
    me = Participant.objects.of(request.user).in_conversation(found)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        send_message(me.membership, conversation=found, body=form.cleaned_data["body"])
        return redirect("messaging:conversation", conversation_id)
    latest, older = page_of(request, found.messages.with_authors().order_by("-sent_at", "-pk"))
    mark_read(me.membership, conversation=found)
    context = {
        "conversation": found,
        "me": me,
        "written": latest[::-1],
        "older": older,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "messaging/conversation.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First a page to find people on, then, once somebody is chosen, the page to write on."""
    by = _acting(request)
    recipients = recipients_of(by)
    chosen = recipients.filter(pk__in=filter(NUMBER.fullmatch, request.GET.getlist("to")))
    form = NewConversationForm(request.POST or None, recipients=recipients)
    if form.is_valid():
        made = start_conversation(by, **form.cleaned_data)
        return redirect("messaging:conversation", made.pk)
    context = {"by": by, "chosen": chosen, "form": form}
    if chosen and "more" not in request.GET:
        status = 422 if form.is_bound else 200
        return render(request, "messaging/write.html", context, status=status)
    words = request.GET.get("q", "")
    found, older = page_of(request, recipients.search(words).exclude(pk__in=chosen.values("pk")))
    context |= {"found": found, "older": older, "q": words}
    return render(request, "messaging/pick.html", context)


def _acting(request: HttpRequest) -> Membership:
    """As whom one writes: what the page says, or else the first thing one is."""
    asked = request.GET.get("as")
    memberships: list[Membership] = getattr(request.user, "memberships", [])
    for membership in memberships:
        if asked in (None, str(membership.pk)):
            return membership
    raise Http404
