from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from accounts.access import membership_in
from accounts.choices import HANDLING
from accounts.models import Membership, School
from core.http import key_in, one_or_404
from core.paging import page_of
from moderation.actions import claim, decide
from moderation.actions.escalate import NobodyThere, escalate_case, protect_case, suspect_case
from moderation.actions.keep import keep_as_read
from moderation.actions.notes import add_note
from moderation.actions.step import SeenBefore
from moderation.flow import NotNow
from moderation.forms.cases import NoteForm
from moderation.models import Case, CaseStep, Referral
from moderation.people import desk_above
from moderation.policies import can_handle
from moderation.routing import FURTHER, Track
from moderation.showing import kept_of
from moderation.subjects import KINDS, thing_of, words_of

# What one press does with a case, and what is said when it is done.
PRESSES: dict[str, tuple[Callable[..., None], StrOrPromise]] = {
    "claim": (claim.claim_case, _("You look after it now. The others see so.")),
    "take_over": (claim.take_over_case, _("You look after it now. The others see so.")),
    "release": (claim.release_case, _("It waits for whoever looks after it next.")),
    "escalate": (escalate_case, _("It is with others now.")),
    "protect": (protect_case, _("It is with those who protect children now.")),
    "suspect": (suspect_case, _("Nobody sees any more what was reported.")),
    "dismiss": (decide.find_nothing, _("The case is put away; nothing else changes.")),
    "remove": (decide.remove_and_warn, _("It is gone for everybody.")),
}
NOT_ANY_MORE = (SeenBefore, NotNow, NobodyThere)


@login_required
@require_safe
def cases(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, *HANDLING)
    here = Case.objects.visible_to(request.user).filter(school=school_id)
    decided = "decided" in request.GET
    wanted = here.decided().latest_first() if decided else here.open().gravest_first()
    found, older = page_of(request, wanted.listed())
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
    by, found = handled(request, school_id, case_id)
    context = _shown(by, found)
    if context.get("edited_to"):
        keep_as_read(by, case=found)
    return render(request, "moderation/case.html", context)


@login_required
@require_POST
def press(request: HttpRequest, school_id: int, case_id: int, name: str) -> HttpResponse:
    act, done = PRESSES[name]
    return _do(request, school_id, case_id, act, done)


@login_required
@require_POST
def note(request: HttpRequest, school_id: int, case_id: int) -> HttpResponse:
    by, found = handled(request, school_id, case_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = _shown(by, found) | {"note_form": form}
        return render(request, "moderation/case.html", context, status=422)
    add_note(by, case=found, words=form.cleaned_data["words"])
    messages.success(request, _("The note is kept with the case."))
    return back_to(by, found)


def _do(
    request: HttpRequest,
    school_id: int,
    case_id: int,
    act: Callable[..., None],
    done: StrOrPromise,
) -> HttpResponse:
    by, found = handled(request, school_id, case_id)
    seen = seen_in(request)
    try:
        act(by, case=found, seen=seen)
    except NOT_ANY_MORE:
        by, found = handled(request, school_id, case_id)
        context = _shown(by, found) | refused(found, seen)
        return render(request, "moderation/case.html", context, status=409)
    messages.success(request, done)
    return back_to(by, found)


def handled(request: HttpRequest, school_id: int, case_id: int) -> tuple[Membership, Case]:
    by = membership_in(request, school_id, *HANDLING)
    here = Case.objects.visible_to(request.user).filter(school=school_id)
    return by, one_or_404(request, here.with_people(), case_id)


def seen_in(request: HttpRequest) -> int:
    """Which version of the case they decide about; none that there is if the form does not say."""
    return key_in(request.POST.get("seen", "")) or 0


def _shown(by: Membership, found: Case) -> dict[str, Any]:
    steps = list(CaseStep.objects.of_case(found))
    return _said(found, by.school) | {
        "school": by.school,
        "administers": by.is_local_administrator,
        "by": by,
        "case": found,
        "decisions": [step.decision for step in steps if step.decides],
        "note_form": NoteForm(),
        "steps": steps,
        "desk_above": desk_above(found) if found.is_undecided else None,
        "further": FURTHER[Track(found.track)],
    }


def _said(found: Case, school: School) -> dict[str, Any]:
    """What was reported, then and now; nothing of what may be against the law."""
    kind, thing = KINDS.get(found.kind), thing_of(found)
    about = {"kind": kind, "thing": thing}
    if found.is_illegal:
        digests = found.evidence.order_by("number").values_list("digest", flat=True)
        return about | {"digests": digests, "referrals": Referral.objects.of_case(found)}
    kept = kept_of(found)
    words_today = words_of(thing, school) if thing is not None and thing.is_there else ""
    return about | {
        "kept": kept,
        "edited_to": "" if words_today in (each.evidence.words for each in kept) else words_today,
        "formerly": kind.formerly(thing) if kind and thing and found.is_open else [],
    }


def refused(found: Case, seen: int) -> dict[str, Any]:
    """What happened since they looked."""
    return {"refused": True, "meanwhile": CaseStep.objects.of_case(found).since(seen)}


def back_to(by: Membership, found: Case) -> HttpResponse:
    """The case, or all of them if this one is no longer theirs."""
    if can_handle(by, found):
        return redirect("moderation:case", found.school_id, found.pk)
    return redirect("moderation:cases", found.school_id)
