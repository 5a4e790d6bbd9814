from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_stubs_ext import StrOrPromise

from accounts.access import membership_in
from accounts.choices import HANDLING
from accounts.entrance.reauthentication import reauthentication_required
from accounts.models import Membership, School
from core.http import one_or_404
from core.paging import page_of
from moderation.actions import decide
from moderation.forms import BLOCKED, BlockForm
from moderation.models import Case
from moderation.subjects import KINDS, thing_of

Decision = tuple[Callable[..., None], StrOrPromise]

DECISIONS: dict[str, Decision] = {
    "remove": (decide.remove_reported, _("It is gone for everybody.")),
    "restore": (decide.restore_reported, _("It can be seen again.")),
    "dismiss": (decide.dismiss_case, _("The case is put away; nothing else changes.")),
}


@login_required
@require_safe
def cases(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, *HANDLING)
    here = Case.objects.visible_to(request.user).filter(school=school_id)
    decided = "decided" in request.GET
    found, older = page_of(request, (here.decided() if decided else here.new()).listed())
    context = {
        "school": by.school,
        "schools": School.objects.handled_by(by.user),
        "administers": by.is_local_administrator,
        "cases": found,
        "older": older,
        "decided": decided,
    }
    return render(request, "moderation/cases.html", context)


@login_required
@require_safe
def case(request: HttpRequest, school_id: int, case_id: int) -> HttpResponse:
    by, found = _handled(request, school_id, case_id)
    kind, thing = KINDS[found.kind], thing_of(found)
    words_today = kind.words(thing) if thing is not None and thing.is_there else ""
    context = {
        "school": by.school,
        "administers": by.is_local_administrator,
        "case": found,
        "kind": kind,
        "thing": thing,
        "edited_to": "" if words_today in found.words else words_today,
        "formerly": kind.formerly(thing) if found.is_new and thing is not None else [],
    }
    return render(request, "moderation/case.html", context)


@login_required
@require_POST
def decision(request: HttpRequest, school_id: int, case_id: int, name: str) -> HttpResponse:
    by, found = _handled(request, school_id, case_id)
    act, done = DECISIONS[name]
    act(by, case=found)
    messages.success(request, done)
    return redirect("moderation:case", school_id, case_id)


@login_required
@require_POST
@reauthentication_required
def unblock_author(request: HttpRequest, school_id: int, case_id: int) -> HttpResponse:
    by, found = _handled(request, school_id, case_id)
    decide.unblock_author(by, case=found)
    messages.success(request, _("The account is open again."))
    return redirect("moderation:case", school_id, case_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def block_author(request: HttpRequest, school_id: int, case_id: int) -> HttpResponse:
    by, found = _handled(request, school_id, case_id)
    if found.accused is None:
        raise Http404
    form = BlockForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        decide.block_author(by, case=found, reason=reason, until=form.until())
        messages.success(request, BLOCKED)
        return redirect("moderation:case", school_id, case_id)
    context = {"person": found.accused, "case": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "moderation/block.html", context, status=status)


def _handled(request: HttpRequest, school_id: int, case_id: int) -> tuple[Membership, Case]:
    by = membership_in(request, school_id, *HANDLING)
    here = Case.objects.visible_to(request.user).filter(school=school_id)
    return by, one_or_404(request, here.with_people(), case_id)
