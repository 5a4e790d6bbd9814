"""The page on which a message is written. Whatever is pressed, what was typed is kept first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.choices import Sending
from contacts.policies import held_shown_to
from core.http import one_or_404
from core.keeping import kept_as_typed
from core.screening import ThinkAgain
from core.screening.page import think_again
from messaging import actions
from messaging.attaching import files_of, put_files
from messaging.counterparts import drafted_to
from messaging.forms import DraftForm, HourForm, MessageForm, kept_if_refused, out_of
from messaging.models import Message
from messaging.rights import reach_of, refused

UNPROCESSABLE = 422
SEND, SCHEDULE, KEEP, CHOOSE, CHANGE = "send", "schedule", "keep", "choose", "change"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, message_id: int) -> HttpResponse:
    begun = Message.objects.begun_by(request.user).with_addressees()
    message = one_or_404(request, begun, message_id)
    if request.method != "POST":
        return _shown(request, message)
    form = DraftForm(request.POST, draft=message)
    if "HX-Request" in request.headers:
        return _keep_as_typed(request, message, form)
    hour = HourForm(request.POST if request.POST.get("do") == SCHEDULE else None, draft=message)
    if form.is_valid() and (not hour.is_bound or hour.is_valid()):
        try:
            with kept_if_refused(form):
                return _do(request, message, form, hour)
        except ThinkAgain as again:
            return _think_again(request, again, message, form, hour)
    return _page(request, message, form, hour)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scheduled(request: HttpRequest, message_id: int) -> HttpResponse:
    """It waits for its hour. While it is changed it does not, lest half a sentence goes."""
    written = Message.objects.written_by(request.user).with_addressees().with_files()
    message = one_or_404(request, written, message_id)
    if message.state != Message.State.SCHEDULED:
        return redirect(_place_of(message))
    form = MessageForm(request.POST or None)
    if request.POST.get("do") == CHANGE:
        actions.unschedule_message(message.author, message=message)
        return redirect(_place_of(message))
    if request.POST.get("do") == SEND:
        with kept_if_refused(form):
            actions.send_message(message.author, message=message)
            return redirect("messaging:conversation", message.conversation_id)
    context = {
        "draft": message,
        "form": form,
        "called": drafted_to([message])[0],
        "addressed": message.addressees.all(),
        "reach": reach_of(message),
    }
    status = UNPROCESSABLE if form.is_bound else None
    return render(request, "messaging/scheduled.html", context, status=status)


def _place_of(message: Message) -> str:
    """Where it is written: an answer in its conversation."""
    if message.begins:  # type: ignore[attr-defined]  # by `written_by`
        return reverse("messaging:draft", args=[message.pk])
    return reverse("messaging:conversation", args=[message.conversation_id])


def _do(request: HttpRequest, message: Message, form: DraftForm, hour: HourForm) -> HttpResponse:
    by, what = message.author, request.POST.get("do", "")
    thought = form.cleaned_data["thought"]
    kept = actions.write_draft(by, message=message, **form.written)
    form.know(kept)
    put_files(request, by, kept)
    if what == SEND:
        actions.send_message(by, message=kept, thought=thought)
        return redirect("messaging:conversation", kept.conversation_id)
    if what == SCHEDULE:
        actions.schedule_message(by, message=kept, thought=thought, **hour.cleaned_data)
    if what in (SCHEDULE, KEEP):
        return redirect("messaging:drafts")
    if what == CHOOSE:
        return redirect("messaging:draft_to", kept.pk)
    actions.take_out(by, message=kept, addressees=out_of(request.POST))
    return redirect("messaging:draft", kept.pk)


def _think_again(
    request: HttpRequest, again: ThinkAgain, message: Message, form: DraftForm, hour: HourForm
) -> HttpResponse:
    """Whoever gives it up leaves no draft of it either."""
    return think_again(
        request,
        again,
        form,
        hour=hour,
        fields="messaging/draft_fields.html",
        away=reverse("messaging:drafts"),
        give_up=reverse("messaging:delete_draft", args=[message.pk]),
    )


def _keep_as_typed(request: HttpRequest, message: Message, form: DraftForm) -> HttpResponse:
    if form.is_valid():
        with kept_if_refused(form):
            form.know(actions.write_draft(message.author, message=message, **form.written))
    return kept_as_typed(request, form)


def _shown(request: HttpRequest, message: Message) -> HttpResponse:
    if message.state == Message.State.SCHEDULED:
        return redirect("messaging:scheduled", message.pk)
    if not message.is_unsent:
        return redirect("messaging:conversation", message.conversation_id)
    return _page(request, message, DraftForm(draft=message), HourForm(draft=message))


def _page(request: HttpRequest, message: Message, form: DraftForm, hour: HourForm) -> HttpResponse:
    context = {
        "draft": message,
        "by": message.author,
        "form": form,
        "hour": hour,
        "addressed": message.addressees.all(),
        "attached": files_of(message),
        "held": held_shown_to(message.author, Sending.MESSAGE),
        "refused": refused(message.author, message.addressees.all()),
        "reach": reach_of(message),
    }
    status = UNPROCESSABLE if form.is_bound else None
    return render(request, "messaging/compose.html", context, status=status)
