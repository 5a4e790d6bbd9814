from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import membership_in, signed_in
from core import clock
from core.http import one_or_404
from core.paging import page_of
from moderation.actions import report as report_actions
from moderation.danger import calls_of
from moderation.forms.reports import SIGNS, ReportForm
from moderation.models import Report, SiteReport
from moderation.policies import (
    TooManyReports,
    can_be_told,
    can_report,
    school_to_tell_of_sites,
    whom_to_tell,
)
from moderation.reasons import FEW, Reason
from moderation.subjects import KINDS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, thing_id: int) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    # Not `one_or_404`: whoever is reported may read the log, and must not find this page in it.
    thing = KINDS[kind].of(get_object_or_404(KINDS[kind].visible_to(request.user), pk=thing_id))
    by = membership_in(request, thing.school_id)
    form = ReportForm(request.POST or None, teachers=whom_to_tell(by, thing))
    context = {
        "form": form,
        "danger": Reason.SAFETY,
        "signs": _signs_for(request),
        "author": thing.author,
        "words": KINDS[kind].words(thing),
    }
    if not can_report(by, thing):
        return render(request, "moderation/own_words.html", context)
    if form.is_valid():
        try:
            made = report_actions.report_thing(by, subject=thing, **form.cleaned_data)
        except TooManyReports as refusal:
            # The answer's status and its head follow from it: see `WaitMiddleware`.
            request.told_to_wait = round((refusal.until - clock.now()).total_seconds())  # type: ignore[attr-defined]  # ours
            return render(request, "moderation/report.html", context | {"until": refusal.until})
        return redirect("moderation:receipt", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "moderation/report.html", context, status=status)


def _signs_for(request: HttpRequest) -> Mapping[Reason, str]:
    """The reasons that are offered, danger aside, each with its sign; few to who reads little."""
    little = signed_in(request).reads_little
    return {reason: sign for reason, sign in SIGNS.items() if not little or reason in FEW}


@login_required
@require_safe
def receipt(request: HttpRequest, report_id: int) -> HttpResponse:
    mine = Report.objects.visible_to(request.user).select_related("school")
    found = one_or_404(request, mine, report_id)
    context = {"report": found, "calls": calls_of(found.school) if found.is_danger else ()}
    return render(request, "moderation/receipt.html", context)


@login_required
@require_POST
def say_danger(request: HttpRequest, report_id: int) -> HttpResponse:
    made = _mine(request, report_id)
    report_actions.say_danger(made.reporter, report=made)
    return redirect("moderation:receipt", report_id)


@login_required
@require_POST
def show_again(request: HttpRequest, report_id: int) -> HttpResponse:
    made = _mine(request, report_id)
    report_actions.show_again(made.reporter, report=made)
    messages.success(request, _("What you reported is shown again."))
    return redirect("moderation:receipt", report_id)


def _mine(request: HttpRequest, report_id: int) -> Any:
    """One of their reports, with who they were when they wrote it."""
    mine = Report.objects.visible_to(request.user).select_related("reporter")
    return one_or_404(request, mine, report_id)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What somebody reported, and on the first page the sites they told of."""
    user = signed_in(request)
    reports, older = page_of(request, Report.objects.visible_to(user))
    first_page = "page" not in request.GET
    context = {
        "reports": reports,
        "older": older,
        "sites": SiteReport.objects.told_by(user) if first_page else (),
        "tells_of_sites_at": school_to_tell_of_sites(user),
        "can_be_told": can_be_told(user),
    }
    return render(request, "moderation/my_reports.html", context)
