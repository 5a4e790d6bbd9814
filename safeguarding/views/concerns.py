from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import membership_in
from accounts.models import Membership
from core.http import one_or_404
from core.paging import page_of
from moderation.danger import calls_of
from moderation.models import Case
from moderation.routing import Track
from safeguarding.actions.write import NobodyThere, write_concern
from safeguarding.forms import ActionForm, ConcernForm, ReaderForm, ResultForm, SignOffForm
from safeguarding.models import Concern, ConcernAction
from safeguarding.policies import can_write_about, could_act, could_read, works_here
from safeguarding.querysets import ConcernQuerySet


def acting_in(request: HttpRequest, school_id: int) -> Membership:
    """As whom this person works at that school; or `Http404`."""
    by = membership_in(request, school_id)
    if not works_here(by):
        raise Http404
    return by


@login_required
@require_safe
def concerns(request: HttpRequest, school_id: int) -> HttpResponse:
    """What this person looks after, was named to read, was asked to do, and wrote."""
    by = acting_in(request, school_id)
    visible = Concern.objects.visible_to(request.user).filter(school=school_id)
    found, older = page_of(request, visible.latest_first())
    readable = Concern.objects.readable_by(request.user).filter(pk__in=[each.pk for each in found])
    asked = ConcernAction.objects.visible_to(request.user).filter(school=school_id)
    context = {
        "school": by.school,
        "concerns": found,
        "older": older,
        "readable": set(readable.values_list("pk", flat=True)),
        "asked": asked.open().select_related("concern__child__user").soonest_first(),
    }
    return render(request, "safeguarding/concerns.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    by = acting_in(request, school_id)
    known = Membership.objects.visible_to(request.user).of_school(school_id)
    child = one_or_404(request, known, person_id)
    if not can_write_about(by, child):
        raise Http404
    form = ConcernForm(request.POST or None)
    if form.is_valid():
        try:
            write_concern(by, child=child, concern=form.instance)
        except NobodyThere:
            form.add_error(
                None,
                _(
                    "Nobody of your school can read this yet. Say it to the head yourself, today, "
                    "and ask for somebody to be named who protects children."
                ),
            )
        else:
            messages.success(request, _("It is with those who protect children here."))
            return redirect("safeguarding:concern", school_id, form.instance.pk)
    context = {"child": child, "form": form, "calls": calls_of(by.school)}
    status = 422 if form.is_bound else 200
    return render(request, "safeguarding/write.html", context, status=status)


@login_required
@require_safe
def concern(request: HttpRequest, school_id: int, concern_id: int) -> HttpResponse:
    visible = Concern.objects.visible_to(request.user)
    by, found = one_of(request, school_id, visible, concern_id)
    return render(request, "safeguarding/concern.html", shown(by, found))


@login_required
@require_safe
def chronology(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    """All that this person may read about one child, as it came."""
    by = acting_in(request, school_id)
    about = Concern.objects.readable_by(request.user).filter(school=school_id, child=person_id)
    found = list(about.with_all().latest_first())
    if not found:
        raise Http404
    request.viewed = found[0]  # type: ignore[attr-defined]  # read by accounts.middleware
    handled = Case.objects.visible_to(request.user).filter(school=school_id, track=Track.PROTECTION)
    context = {
        "school": by.school,
        "child": found[0].child,
        "concerns": found,
        "cases": handled.with_child(found[0].child).order_by("-opened_at"),
    }
    return render(request, "safeguarding/chronology.html", context)


def one_of(
    request: HttpRequest, school_id: int, among: ConcernQuerySet, concern_id: int
) -> tuple[Membership, Concern]:
    by = acting_in(request, school_id)
    return by, one_or_404(request, among.filter(school=school_id).with_all(), concern_id)


def shown(by: Membership, found: Concern, *, finishing: ResultForm | None = None) -> dict[str, Any]:
    """What the page says of a concern to this person, with the forms that they may fill in, and the
    one with which they are `finishing` something.
    """
    user = by.user
    handles = Concern.objects.handled(user).filter(pk=found.pk).exists()
    context = {
        "school": by.school,
        "by": by,
        "concern": found,
        "handles": handles,
        "reads": handles or Concern.objects.readable_by(user).filter(pk=found.pk).exists(),
        "actions": [
            (each, finishing if finishing and finishing.action == each else ResultForm(each))
            for each in found.actions.all()
        ],
    }
    if handles and found.is_open:
        context |= {
            "reader_form": ReaderForm(could_read(found)),
            "action_form": ActionForm(could_act(found, by)),
            "sign_off_form": SignOffForm(),
        }
    return context
