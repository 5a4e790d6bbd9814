from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_POST

from core import wall
from moderation.actions.appeal import AlreadyAsked, TooLate, ask_for_another_look
from moderation.door import notice_of
from moderation.flow import NotNow
from moderation.forms.appeals import AppealForm
from moderation.models import Notice


@require_POST
def ask_at_the_door(request: HttpRequest) -> HttpResponse:
    """Another look, asked for by somebody who is not let in, with the ticket that the door gave them."""
    notice, form = notice_of(request.POST.get("ticket", "")), AppealForm(request.POST)
    if notice is None or not form.is_valid():
        # What was typed is given back; who it may have been about, nobody learns.
        typed = {
            "form": form if notice else None,
            "is_asked": None,
            "words": request.POST.get("words", ""),
        }
        return render(request, "moderation/asked_at_the_door.html", typed, status=422)
    is_asked = _ask(notice, form.cleaned_data["words"])
    context = {"is_asked": is_asked, "words": "" if is_asked else form.cleaned_data["words"]}
    with translation.override(notice.reader.user.language):
        return render(request, "moderation/asked_at_the_door.html", context)


def _ask(notice: Notice, words: str) -> bool:
    """Whether the school looks at it again, or did."""
    try:
        with wall.within(notice.school_id):
            ask_for_another_look(notice.reader, decision=notice.decision, words=words)
    except AlreadyAsked:
        return True
    except (TooLate, NotNow):
        return False
    return True
