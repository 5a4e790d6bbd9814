from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.entrance.reauthentication import reauthentication_required
from core.http import one_or_404
from moderation.actions import decide as deciding
from moderation.actions.undo import undo_decision
from moderation.effects import BlockedByOthers
from moderation.forms.decisions import DecideForm, UndoForm
from moderation.grounds import scope_of
from moderation.models import Case, CaseStep, Decision
from moderation.telling import readers_about
from moderation.views.cases import NOT_ANY_MORE, back_to, handled, refused, seen_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def decide(request: HttpRequest, school_id: int, case_id: int) -> HttpResponse:
    by, case = handled(request, school_id, case_id)
    form = DecideForm(request.POST or None, scope=scope_of(case, by))
    readers = [each.name for each in readers_about(case.accused)]
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "seen": case.version,
        "readers": readers,
    }
    if not form.is_bound:
        return render(request, "moderation/decide.html", context)
    context["seen"] = seen = seen_in(request)
    context["changed"] = _changed(request, school_id, form)
    if not form.is_valid():
        return render(request, "moderation/decide.html", context, status=422)
    try:
        deciding.decide(
            by,
            case=case,
            seen=seen,
            measures=form.wanted(),
            grounds=form.grounds(),
            also=form.with_it(),
        )
    except NOT_ANY_MORE:
        _by, case = handled(request, school_id, case_id)
        context |= {"case": case, "seen": case.version} | refused(case, seen)
        return render(request, "moderation/decide.html", context, status=409)
    except BlockedByOthers as blocked:
        form.add_error("measures", str(blocked))
        return render(request, "moderation/decide.html", context, status=409)
    messages.success(request, _("It is decided."))
    return back_to(by, case)


def _changed(
    request: HttpRequest, school_id: int, form: DecideForm
) -> list[tuple[Case, QuerySet[CaseStep]]]:
    """The other cases ticked that changed, as far as they are still theirs, each with what happened."""
    here = Case.objects.visible_to(request.user).filter(school=school_id, pk__in=form.changed)
    steps = CaseStep.objects
    return [(each, steps.of_case(each).since(form.changed[each.pk])) for each in here.listed()]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def undo(request: HttpRequest, school_id: int, case_id: int, decision_id: int) -> HttpResponse:
    by, case = handled(request, school_id, case_id)
    decision = one_or_404(request, Decision.objects.of_case(case).with_all(), decision_id)
    form = UndoForm(request.POST or None, decision=decision)
    context: dict[str, Any] = {"case": case, "decision": decision, "form": form}
    context["seen"] = seen_in(request) if form.is_bound else case.version
    if not form.is_bound:
        return render(request, "moderation/undo.html", context)
    if not form.is_valid():
        return render(request, "moderation/undo.html", context, status=422)
    try:
        undo_decision(
            by,
            case=case,
            seen=context["seen"],
            decision=decision,
            measures=form.cleaned_data["measures"],
        )
    except NOT_ANY_MORE:
        _by, case = handled(request, school_id, case_id)
        context |= {"case": case, "seen": case.version} | refused(case, context["seen"])
        return render(request, "moderation/undo.html", context, status=409)
    messages.success(request, _("It is taken back."))
    return back_to(by, case)
