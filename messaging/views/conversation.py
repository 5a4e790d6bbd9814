from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.choices import Sending
from accounts.waking import end_of_quiet
from contacts.models import Project
from contacts.policies import held_shown_to
from core import clock
from core.keeping import kept_as_typed
from core.paging import page_of
from core.screening import ThinkAgain
from core.screening.page import think_again
from messaging import actions
from messaging.access import participant_of
from messaging.attaching import files_of, put_files
from messaging.counterparts import counterparts_of
from messaging.forms import AnswerForm, kept_if_refused
from messaging.models import Conversation, Message, Participant
from messaging.querysets import MessageQuerySet
from messaging.rights import heard_in
from uploads.attaching import brings_files

NAMED = 5
KEEPING, LATER = ("keep", "attach"), "later"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """What one has of it; what is sent is an answer to all in it, or to the author of one message."""
    me = participant_of(request, conversation_id)
    has = Message.objects.delivered_to(request.user).filter(conversation=conversation_id)
    unsent = list(Message.objects.unsent_in(me.conversation, me.membership))
    kept = next((each for each in unsent if each.state == Message.State.DRAFT), None)
    form = AnswerForm(request.POST or None, kept=kept, asked=request.GET, answerable=has.there())
    if form.is_valid():
        try:
            with kept_if_refused(form):
                _answer(request, me, form)
                if "HX-Request" not in request.headers:
                    return redirect("messaging:conversation", conversation_id)
        except ThinkAgain as again:
            return _think_again(request, again, form, conversation_id)
    if form.is_bound and "HX-Request" in request.headers:
        return kept_as_typed(request, form)
    waiting = [each for each in unsent if each.state == Message.State.SCHEDULED]
    return _page(request, me, form, has, waiting)


def _page(
    request: HttpRequest,
    me: Participant,
    form: AnswerForm,
    has: MessageQuerySet,
    waiting: list[Message],
) -> HttpResponse:
    shown = has.with_authors().with_files().with_news_for(signed_in(request)).latest_first()
    latest, older = page_of(request, shown)
    if not request.headers.get("X-Hidden"):
        actions.mark_read(me.membership, seen=me)
    beside = list(Participant.objects.shown_to(me).by_name().exclude(pk=me.pk)[:NAMED])
    context = {
        "conversation": me.conversation,
        "me": me,
        "called": counterparts_of([me])[me.conversation_id],
        "beside": beside,
        "names": ", ".join(each.membership.name for each in beside),
        "written": latest[::-1],
        "older": older,
        "waiting": waiting,
        "answers": form.answered(),
        "may_answer": heard_in(me.conversation, me.membership).exists(),
        "held": held_shown_to(me.membership, Sending.MESSAGE),
        "project": _project(request, me.conversation),
        "form": form,
        "attached": files_of(form.kept),
    }
    status = 422 if form.is_bound else 200
    return render(request, "messaging/conversation.html", context, status=status)


def _project(request: HttpRequest, conversation: Conversation) -> Project | None:
    """With which it was begun, for those who may see it."""
    group: int | None = conversation.project_group  # type: ignore[attr-defined]  # by `with_project`
    return Project.objects.visible_to(request.user).filter(group=group).first() if group else None


def _answer(request: HttpRequest, me: Participant, form: AnswerForm) -> None:
    """Sends it, now or when the quiet hours end, or keeps it: as one types or because one asks."""
    by, given = me.membership, form.cleaned_data | {"seen": form.version}
    thought = given.pop("thought")
    if brings_files(request):
        form.kept = actions.open_answer(by, conversation=me.conversation)
        put_files(request, by, form.kept)
    if "HX-Request" in request.headers or request.POST.get("do") in KEEPING:
        form.know(actions.keep_answer(by, conversation=me.conversation, **given))
    else:
        later = request.POST.get("do") == LATER
        send_at = end_of_quiet(by.school, clock.now()) if later else None
        actions.answer_conversation(
            by, conversation=me.conversation, thought=thought, send_at=send_at, **given
        )


def _think_again(
    request: HttpRequest, again: ThinkAgain, form: AnswerForm, conversation_id: int
) -> HttpResponse:
    """Whoever gives it up leaves no draft of it either."""
    kept = form.kept
    return think_again(
        request,
        again,
        form,
        fields="messaging/answer_fields.html",
        away=reverse("messaging:conversation", args=[conversation_id]),
        give_up=reverse("messaging:delete_draft", args=[kept.pk]) if kept else "",
    )
