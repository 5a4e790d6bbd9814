from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST

from core import wall
from moderation.actions.appeal import AlreadyAsked, TooLate, ask_for_another_look
from moderation.door import notice_of
from moderation.flow import NotNow
from moderation.forms.appeals import AppealForm


@require_POST
def ask_at_the_door(request: HttpRequest) -> HttpResponse:
    """Another look, asked for by somebody who is not let in, with the ticket that the door gave them."""
    notice, form = notice_of(request.POST.get("ticket", "")), AppealForm(request.POST)
    if notice is None or not form.is_valid():
        return redirect("account_login")
    context = {"school": notice.reader.school, "is_asked": True}
    try:
        with wall.within(notice.school_id):
            words = form.cleaned_data["words"]
            ask_for_another_look(notice.reader, decision=notice.decision, words=words)
    except AlreadyAsked:
        # The page says the same: it is being looked at again, or was.
        pass
    except (TooLate, NotNow):
        context["is_asked"] = False
    with translation.override(notice.reader.user.language):
        return render(request, "moderation/asked_at_the_door.html", context)
