"""The import of the roll, from the files to what it did."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import membership_in
from accounts.actions.import_roll import PlanHasChanged, RollHasErrors
from accounts.actions.roll_imports import (
    NotToBeChanged,
    confirm_roll_import,
    give_up_roll_import,
    prepare_roll_import,
    try_roll_import_again,
    unlink_dropped_guardians,
)
from accounts.choices import Duty
from accounts.entrance.reauthentication import reauthentication_required
from accounts.forms.roll import RollForm
from accounts.models import RollImport
from accounts.querysets import ROLL_PREVIEW_KEPT
from accounts.roll.fields import ListKind
from accounts.selection import chosen_ids
from accounts.views.roll_steps import STEPS, found_import, result_page, step_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = RollForm(request.POST, request.FILES) if request.method == "POST" else RollForm()
    if form.is_valid():
        roll_import = prepare_roll_import(by, files=form.contents())
        return redirect("accounts:roll_import", school_id, roll_import.pk)
    imports = RollImport.objects.visible_to(request.user).filter(school=school_id)
    context = {
        "form": form,
        "school": by.school,
        "steps": STEPS,
        "kinds": [kind for kind in ListKind if kind != ListKind.PEOPLE],
        "imports": imports.of_last_year(),
    }
    return render(
        request, "accounts/roll_upload.html", context, status=422 if form.is_bound else 200
    )


@login_required
@require_safe
def roll_import(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """The import at the step where it is: to be put right, checked, under way, done or failed."""
    by, found = found_import(request, school_id, pk)
    if "HX-Request" in request.headers and not found.is_under_way:
        return HttpResponseClientRefresh()
    if found.state == RollImport.State.PREVIEW:
        return step_page(request, by, found)
    if found.state == RollImport.State.DONE:
        return result_page(request, by, found)
    context = {
        "roll_import": found,
        "school": by.school,
        "steps": STEPS,
        "forgotten_at": found.started_at + ROLL_PREVIEW_KEPT,
    }
    return render(request, "accounts/roll_progress.html", context)


@login_required
@require_POST
@reauthentication_required
def apply(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by, found = found_import(request, school_id, pk)
    try:
        confirm_roll_import(by, roll_import=found, seen=request.POST.get("seen", ""))
    except (PlanHasChanged, RollHasErrors):
        messages.warning(request, _("What would change is no longer what you saw: look again."))
    return redirect("accounts:roll_import", school_id, pk)


@login_required
@require_POST
def try_again(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by, found = found_import(request, school_id, pk)
    with suppress(NotToBeChanged):  # somebody did so before
        try_roll_import_again(by, roll_import=found)
    return redirect("accounts:roll_import", school_id, pk)


@login_required
@require_POST
def give_up(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by, found = found_import(request, school_id, pk)
    give_up_roll_import(by, roll_import=found)
    messages.success(request, _("Nothing was imported, and the files are forgotten."))
    return redirect("accounts:roll_upload", school_id)


@login_required
@require_POST
def unlink(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """Cuts links between parents and children that this import no longer found."""
    by, found = found_import(request, school_id, pk)
    chosen = chosen_ids(request.POST)
    count = unlink_dropped_guardians(by, roll_import=found, links=chosen)
    said = ngettext("%(n)d link is cut.", "%(n)d links are cut.", count)
    messages.success(request, said % {"n": count})
    return redirect("accounts:roll_import", school_id, pk)
