from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from core import wall
from core.http import one_or_404
from core.paging import page_of
from moderation.actions.appeal import AlreadyAsked, TooLate, ask_for_another_look
from moderation.flow import NotNow
from moderation.forms.appeals import AppealForm
from moderation.models import Notice
from moderation.policies import can_be_told
from moderation.statements import quoted_in, statements_to, words_for


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All that was decided about somebody or a child of theirs."""
    # Only what this reader was told, and of each no more than its own page says.
    with wall.protection_open():
        told, older = page_of(request, statements_to(request.user))
    context = {"told": told, "older": older, "can_be_told": can_be_told(signed_in(request))}
    return render(request, "moderation/my_statements.html", context)


@login_required
@require_safe
def statement(request: HttpRequest, notice_id: int) -> HttpResponse:
    """What was decided about them or a child of theirs, in words for whoever reads it."""
    # Only what this reader was told, and nothing else of a case that may be restricted.
    with wall.protection_open():
        found = one_or_404(request, statements_to(request.user), notice_id)
        quoted = quoted_in(found.decision)
    return render(request, "moderation/statement.html", _shown(request, found) | {"quoted": quoted})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def another_look(request: HttpRequest, notice_id: int) -> HttpResponse:
    with wall.protection_open():
        found = one_or_404(request, statements_to(request.user), notice_id)
    form = AppealForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = _shown(request, found) | {"form": form}
        status = 422 if form.is_bound else 200
        return render(request, "moderation/another_look.html", context, status=status)
    words = form.cleaned_data["words"]
    try:
        ask_for_another_look(found.reader, decision=found.decision, words=words)
        messages.success(request, _("The school looks at it again."))
    except AlreadyAsked:
        messages.info(request, _("Somebody asked for it already. Here it says what becomes of it."))
    except TooLate:
        messages.info(request, _("The time for another look is over."))
    except NotNow:
        messages.info(
            request,
            _("The school is looking at it again just now. Ask once more when it has answered."),
        )
    return redirect("moderation:statement", notice_id)


def _shown(request: HttpRequest, found: Notice) -> dict[str, Any]:
    return {
        "notice": found,
        "decision": found.decision,
        "child": found.child,
        "words_for": words_for(signed_in(request), found.reader, found.child),
    }
