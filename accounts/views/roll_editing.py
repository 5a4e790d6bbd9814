"""What can be put right in an import before it is confirmed."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.roll_imports import (
    NotToBeChanged,
    add_roll_files,
    choose_columns,
    choose_roll_school,
    correct_roll_line,
    leave_roll_line_out,
    remove_roll_file,
    say_who_is_who,
)
from accounts.forms.roll import LineForm, PlaceForm, RollForm, SchoolForm, SheetForm
from accounts.models import Membership, RollImport
from accounts.roll.preview import Preview
from accounts.roll.records import Place
from accounts.views.roll_steps import columns_page, found_import, step_page

Editing = Callable[[HttpRequest, Membership, RollImport], HttpResponse | None]


def editing(view: Editing) -> Callable[[HttpRequest, int, int], HttpResponse]:
    """Finds the import, and goes back to it once it is edited or cannot be edited any more."""

    @login_required
    @wraps(view)
    def found(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
        by, roll_import = found_import(request, school_id, pk)
        answer, is_open = None, roll_import.state == RollImport.State.PREVIEW
        try:
            answer = view(request, by, roll_import) if is_open else None
        except NotToBeChanged:
            is_open = False
        if not is_open:
            messages.warning(request, _("This import cannot be changed at the moment."))
        return answer or redirect("accounts:roll_import", school_id, pk)

    return found


@require_POST
@editing
def add_files(request: HttpRequest, by: Membership, roll_import: RollImport) -> HttpResponse | None:
    form = RollForm(request.POST, request.FILES)
    if not form.is_valid():
        return step_page(request, by, roll_import, files_form=form)
    add_roll_files(by, roll_import=roll_import, files=form.contents())
    return None


@require_POST
@editing
def remove_file(
    request: HttpRequest, by: Membership, roll_import: RollImport
) -> HttpResponse | None:
    remove_roll_file(by, roll_import=roll_import, file=request.POST.get("file", ""))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@editing
def columns(request: HttpRequest, by: Membership, roll_import: RollImport) -> HttpResponse | None:
    """Of all files; what is posted is that of one."""
    if request.method != "POST":
        return columns_page(request, by, roll_import)
    preview = Preview(roll_import)
    school_form = SchoolForm(preview.findings["schools"], request.POST)
    if school_form.is_valid():
        choose_roll_school(by, roll_import=roll_import, school=school_form.cleaned_data["school"])
        return None
    for sheet in preview.sheets.values():
        form = SheetForm(sheet, request.POST)
        if request.POST.get(form.add_prefix("file")) == sheet["file"]:
            break
    else:
        raise Http404
    if not form.is_valid():
        return columns_page(request, by, roll_import, form)
    choice = form.choice(preview.choices.sheet(sheet["file"]))
    choose_columns(by, roll_import=roll_import, file=sheet["file"], choice=choice)
    return None


@require_POST
@editing
def line(request: HttpRequest, by: Membership, roll_import: RollImport) -> HttpResponse | None:
    """Other texts for a line; those of its cells that were shown."""
    preview = Preview(roll_import)
    place = _place(request)
    shown = preview.line(place)
    if not shown.cells:
        raise Http404
    form = LineForm(preview.columns(place.file), place.line, shown.cells, request.POST)
    if not form.is_valid():
        return step_page(request, by, roll_import, line_form=form)
    correct_roll_line(by, roll_import=roll_import, place=place, cells=form.texts())
    return None


@require_POST
@editing
def leave_out(request: HttpRequest, by: Membership, roll_import: RollImport) -> HttpResponse | None:
    left_out = "take_back" not in request.POST
    place = _place(request)
    leave_roll_line_out(by, roll_import=roll_import, place=place, left_out=left_out)
    return None


@require_POST
@editing
def people(request: HttpRequest, by: Membership, roll_import: RollImport) -> HttpResponse | None:
    """Who the person of a line is; without an answer nobody has said so."""
    place = _place(request)
    said = request.POST.get("who", "")
    who = Preview(roll_import).who(place, said) if said else None
    if said and who is None:
        raise Http404
    say_who_is_who(by, roll_import=roll_import, place=place, who=who)
    return None


def _place(request: HttpRequest) -> Place:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise Http404
    return Place(form.cleaned_data["file"], form.cleaned_data["line"])
