from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts.forms import kept_while_held
from contacts.policies import SendingHeld
from core.http import one_or_404
from core.paging import page_of
from core.screening import ThinkAgain
from core.screening.page import think_again
from messaging import actions, confirmations
from messaging.forms import CorrectionForm
from messaging.models import Delivery, Message
from messaging.policies import MayNotWrite, RemindedToday, WordsChanged, was_reminded_today


@login_required
@require_POST
def confirm(request: HttpRequest, conversation_id: int, message_id: int) -> HttpResponse:
    asked = Delivery.objects.asked_of(request.user).filter(message__conversation=conversation_id)
    mine = asked.filter(message=message_id).first()
    if mine is None:
        raise Http404
    wording = request.POST.get("wording", "")
    try:
        actions.confirm_message(mine.membership, message=mine.message, wording=wording)
    except WordsChanged:
        messages.warning(request, _("It was corrected a moment ago. Please read it once more."))
    return _back_to(conversation_id, message_id)


@login_required
@require_safe
def confirmations_of(
    request: HttpRequest, conversation_id: int, message_id: int, *, others: bool = False
) -> HttpResponse:
    """For its author: family by family, and whoever is of none."""
    message = _my_message(request, conversation_id, message_id)
    families, beside = confirmations.counts_of(message)
    shown = others or not families.asked
    if shown:
        found, older = page_of(request, confirmations.others_of(message))
    else:
        children, older = page_of(request, confirmations.families_of(message))
    context = {
        "message": message,
        "families": families,
        "beside": beside,
        "others": found if shown else None,
        "listed": [] if shown else confirmations.with_people(message, children),
        "older": older,
        "reminded_today": was_reminded_today(message),
    }
    return render(request, "messaging/confirmations.html", context)


@login_required
@require_POST
def remind(request: HttpRequest, conversation_id: int, message_id: int) -> HttpResponse:
    message = _my_message(request, conversation_id, message_id)
    try:
        number = actions.remind_readers(message.author, message=message)
    except RemindedToday:
        messages.info(request, _("They were reminded today. Once a day is enough."))
    except SendingHeld as refusal:
        messages.warning(request, str(refusal))
    else:
        said = ngettext("One person is reminded.", "%(number)s people are reminded.", number) % {
            "number": number
        }
        messages.success(request, said if number else _("There is nobody left to remind."))
    return redirect("messaging:confirmations", conversation_id, message_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, conversation_id: int, message_id: int) -> HttpResponse:
    message = _my_message(request, conversation_id, message_id)
    form = CorrectionForm(request.POST or None, initial={"body": message.body})
    if form.is_valid():
        try:
            with kept_while_held(form):
                actions.correct_message(message.author, message=message, **form.cleaned_data)
                return _back_to(conversation_id, message_id)
        except MayNotWrite as refusal:
            form.add_error(None, _lost(refusal))
        except ThinkAgain as again:
            away = reverse("messaging:conversation", args=[conversation_id])
            return think_again(request, again, form, away=away)
    status = 422 if form.is_bound else 200
    context = {"message": message, "form": form}
    return render(request, "messaging/correct.html", context, status=status)


def _lost(refusal: MayNotWrite) -> str:
    return _(
        "Your school does not let you write to %(names)s any more, who got it. Write a new message "
        "to the others instead."
    ) % {"names": get_text_list(refusal.refused, _("and"))}


def _my_message(request: HttpRequest, conversation_id: int, message_id: int) -> Message:
    mine = Message.objects.asked_by(request.user).filter(conversation=conversation_id)
    return one_or_404(request, mine, message_id)


def _back_to(conversation_id: int, message_id: int) -> HttpResponse:
    page = reverse("messaging:conversation", args=[conversation_id])
    return redirect(f"{page}#message-{message_id}")
