from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import membership_in
from accounts.actions.roll_imports import (
    confirm_roll_import,
    give_up_roll_import,
    prepare_roll_import,
)
from accounts.choices import Duty
from accounts.forms.roll import RollForm
from accounts.models import Membership, RollImport
from accounts.roll.preview import preview_of, report_of
from accounts.roll.problems import Problem
from accounts.roll.reading import read_roll
from core.http import one_or_404

STEPS = [
    gettext_lazy("Files"),
    gettext_lazy("Check"),
    gettext_lazy("Import"),
    gettext_lazy("Result"),
]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = RollForm(request.POST, request.FILES) if request.method == "POST" else RollForm()
    problems: tuple[Problem, ...] = ()
    if form.is_valid():
        files = form.contents()
        reading = read_roll(files)
        if not reading.errors:
            roll_import = prepare_roll_import(by, files=files, reading=reading)
            return redirect("accounts:roll_import", school_id, roll_import.pk)
        problems = reading.problems
    context = {"form": form, "problems": problems, "school": by.school, "steps": STEPS}
    status = 422 if problems or form.errors else 200
    return render(request, "accounts/roll_upload.html", context, status=status)


@login_required
@require_safe
def roll_import(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """The import at the step where it is: to be checked, under way, done or failed."""
    by, found = _found(request, school_id, pk)
    if "HX-Request" in request.headers and found.state != RollImport.State.WAITING:
        return HttpResponseClientRefresh()
    context = {"roll_import": found, "school": by.school, "steps": STEPS}
    if found.state == RollImport.State.PREVIEW:
        context["preview"] = preview_of(found)
        return render(request, "accounts/roll_preview.html", context)
    if found.state == RollImport.State.DONE:
        people = Membership.objects.administered_by(request.user).of_school(school_id)
        context["report"] = report_of(found, people)
        return render(request, "accounts/roll_report.html", context)
    return render(request, "accounts/roll_progress.html", context)


@login_required
@require_POST
def apply(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by, found = _found(request, school_id, pk)
    confirm_roll_import(by, roll_import=found)
    return redirect("accounts:roll_import", school_id, pk)


@login_required
@require_POST
def give_up(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by, found = _found(request, school_id, pk)
    give_up_roll_import(by, roll_import=found)
    messages.success(request, _("Nothing was imported, and the files are forgotten."))
    return redirect("accounts:roll_upload", school_id)


def _found(request: HttpRequest, school_id: int, pk: int) -> tuple[Membership, RollImport]:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    visible = RollImport.objects.visible_to(request.user).filter(school=school_id)
    return by, one_or_404(request, visible, pk)
