from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import membership_in
from accounts.models import Membership
from core import clock
from core.http import one_or_404
from core.paging import page_of
from moderation.actions import sites as site_actions
from moderation.flow import NotNow
from moderation.forms.sites import CloseSiteForm, PassSiteOnForm, SiteForm
from moderation.models import SiteReport
from moderation.policies import TooManyReports, can_report_site
from moderation.site_desk import CHAIN, site_desk
from moderation.site_letter import letter_about


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_site(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id)
    if not can_report_site(by):
        raise Http404
    form = SiteForm(request.POST or None)
    context: dict[str, Any] = {"school": by.school, "form": form}
    if form.is_valid():
        try:
            site_actions.report_site(by, **form.cleaned_data)
        except TooManyReports as refusal:
            # The answer's status and its head follow from it: see `WaitMiddleware`.
            request.told_to_wait = round((refusal.until - clock.now()).total_seconds())  # type: ignore[attr-defined]  # ours
            return render(
                request, "moderation/report_site.html", context | {"until": refusal.until}
            )
        messages.success(request, _("Thank you. An adult of your school will look at it."))
        return redirect("moderation:my_reports")
    status = 422 if form.is_bound else 200
    return render(request, "moderation/report_site.html", context, status=status)


@login_required
@require_safe
def sites(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, *CHAIN)
    here = SiteReport.objects.visible_to(request.user).filter(school=school_id)
    found, older = page_of(request, here.waiting_first())
    context = {
        "school": by.school,
        "administers": by.is_local_administrator,
        "sites": found,
        "older": older,
        "names": "" if found else _desk_of(by),
    }
    return render(request, "moderation/sites.html", context)


@login_required
@require_safe
def site(request: HttpRequest, school_id: int, site_id: int) -> HttpResponse:
    _by, found = _looked_after(request, school_id, site_id)
    return _shown(request, found)


@login_required
@require_POST
def check_site(request: HttpRequest, school_id: int, site_id: int) -> HttpResponse:
    return _do(request, school_id, site_id, site_actions.check_site)


@login_required
@require_POST
def pass_site_on(request: HttpRequest, school_id: int, site_id: int) -> HttpResponse:
    form = PassSiteOnForm(request.POST)
    return _do(request, school_id, site_id, site_actions.pass_site_on, passing_on=form)


@login_required
@require_POST
def close_site(request: HttpRequest, school_id: int, site_id: int) -> HttpResponse:
    form = CloseSiteForm(request.POST)
    return _do(request, school_id, site_id, site_actions.close_site, closing=form)


def _desk_of(by: Membership) -> str:
    """Who looks after them, if it is not `by`."""
    desk = site_desk(by.school_id).select_related("user").by_name()
    if any(each.user_id == by.user_id for each in desk):
        return ""
    return ", ".join(each.name for each in desk)


def _looked_after(
    request: HttpRequest, school_id: int, site_id: int
) -> tuple[Membership, SiteReport]:
    by = membership_in(request, school_id, *CHAIN)
    here = SiteReport.objects.visible_to(request.user).filter(school=school_id)
    return by, one_or_404(request, here, site_id)


def _do(
    request: HttpRequest,
    school_id: int,
    site_id: int,
    act: Callable[..., None],
    **filled_in: forms.BaseForm,
) -> HttpResponse:
    """One step; `filled_in` is the form of it, by its name on the page, if it has one."""
    by, found = _looked_after(request, school_id, site_id)
    form = next(iter(filled_in.values()), None)
    if form is not None and not form.is_valid():
        return _shown(request, found, status=422, **filled_in)
    try:
        act(by, site=found, **(form.cleaned_data if form else {}))
    except NotNow:
        messages.warning(request, _("Somebody else was quicker. This is how it stands now."))
    return redirect("moderation:site", school_id, site_id)


def _shown(
    request: HttpRequest, found: SiteReport, *, status: int = 200, **filled_in: forms.BaseForm
) -> HttpResponse:
    unfilled = {"passing_on": PassSiteOnForm(), "closing": CloseSiteForm()}
    context = {"school": found.school, "site": found, **unfilled, **filled_in}
    context["letter"] = letter_about(found)
    return render(request, "moderation/site.html", context, status=status)
