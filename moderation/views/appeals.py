from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.entrance.reauthentication import reauthentication_required
from moderation.actions.appeal import answer_appeal
from moderation.forms.appeals import AnswerForm
from moderation.models import Decision
from moderation.views.cases import NOT_ANY_MORE, back_to, handled, refused, seen_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def answer(request: HttpRequest, school_id: int, case_id: int) -> HttpResponse:
    """What becomes of another look that somebody asked for."""
    by, case = handled(request, school_id, case_id)
    decision = Decision.objects.looked_at_again(case).with_all().with_appeal().first()
    appeal = decision.appeal if decision else None
    if appeal is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    context: dict[str, Any] = {"case": case, "decision": decision, "form": form}
    context["seen"] = seen_in(request) if form.is_bound else case.version
    if not form.is_bound:
        return render(request, "moderation/answer.html", context)
    if not form.is_valid():
        return render(request, "moderation/answer.html", context, status=422)
    try:
        answer_appeal(by, appeal=appeal, seen=context["seen"], **form.cleaned_data)
    except NOT_ANY_MORE:
        _by, case = handled(request, school_id, case_id)
        context |= {"case": case, "seen": case.version} | refused(case, context["seen"])
        return render(request, "moderation/answer.html", context, status=409)
    messages.success(request, _("Whoever asked is told."))
    return back_to(by, case)
