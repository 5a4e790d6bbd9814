"""The pages of an import that several views answer with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.forms.roll import LineForm, RollForm, SchoolForm, SheetForm
from accounts.models import Membership, RollImport
from accounts.querysets import ROLL_PREVIEW_KEPT
from accounts.roll.preview import Preview, RollLine
from accounts.roll.result import Result
from core.http import one_or_404

STEPS = [_("Files"), _("Columns"), _("Check"), _("Import"), _("Result")]


def found_import(request: HttpRequest, school_id: int, pk: int) -> tuple[Membership, RollImport]:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    visible = RollImport.objects.visible_to(request.user).filter(school=school_id)
    return by, one_or_404(request, visible.without_files(), pk)


def step_page(
    request: HttpRequest,
    by: Membership,
    roll_import: RollImport,
    files_form: RollForm | None = None,
    line_form: LineForm | None = None,
) -> HttpResponse:
    """What is to be done next: to say what the columns hold, or to check what would change.

    A form that is given was filled in wrongly.
    """
    preview = Preview(roll_import)
    if not preview.is_understood and line_form is None:
        return columns_page(request, by, roll_import, files_form=files_form)
    errors, warnings = preview.errors(), preview.warnings()
    for shown in (*errors, *warnings):
        shown.form = _line_form(preview, shown, line_form)
    context = _context(by, roll_import, preview, files_form) | {
        "errors": errors,
        "warnings": warnings,
    }
    wrong = files_form or line_form
    return render(request, "accounts/roll_preview.html", context, status=422 if wrong else 200)


def columns_page(
    request: HttpRequest,
    by: Membership,
    roll_import: RollImport,
    sheet_form: SheetForm | None = None,
    files_form: RollForm | None = None,
) -> HttpResponse:
    preview = Preview(roll_import)
    forms = [
        sheet_form if sheet_form and sheet_form.sheet["file"] == file else SheetForm(sheet)
        for file, sheet in preview.sheets.items()
    ]
    context = _context(by, roll_import, preview, files_form) | {
        "forms": forms,
        "school_form": SchoolForm(
            preview.findings["schools"], initial={"school": preview.choices.school}
        ),
    }
    wrong = sheet_form or files_form
    return render(request, "accounts/roll_columns.html", context, status=422 if wrong else 200)


def result_page(request: HttpRequest, by: Membership, roll_import: RollImport) -> HttpResponse:
    people = Membership.objects.administered_by(request.user).of_school(by.school_id)
    context = {
        "roll_import": roll_import,
        "school": by.school,
        "steps": STEPS,
        "result": Result(roll_import, people),
    }
    return render(request, "accounts/roll_report.html", context)


def _context(
    by: Membership, roll_import: RollImport, preview: Preview, files_form: RollForm | None
) -> dict[str, object]:
    return {
        "roll_import": roll_import,
        "school": by.school,
        "steps": STEPS,
        "preview": preview,
        "files": preview.files(),
        "files_form": files_form or RollForm(),
        "forgotten_at": roll_import.started_at + ROLL_PREVIEW_KEPT,
    }


def _line_form(preview: Preview, shown: RollLine, wrong: LineForm | None) -> LineForm | None:
    if not shown.cells:
        return None
    form = LineForm(preview.columns(shown.place.file), shown.place.line, shown.cells)
    return wrong if wrong is not None and wrong.prefix == form.prefix else form
