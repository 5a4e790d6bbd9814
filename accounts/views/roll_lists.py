"""Lists of an import to keep, made on demand: they are full of names, so they are asked for by POST
and by whoever has shown who they are.
"""

import csv
from collections.abc import Iterable

import defusedcsv.csv
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.entrance.reauthentication import reauthentication_required
from accounts.models import Membership, RollImport
from accounts.roll.fields import ListKind
from accounts.roll.preview import Preview
from accounts.roll.result import Result
from accounts.roll.samples import sample_of
from accounts.views.roll_steps import found_import


@login_required
@require_safe
def sample(request: HttpRequest, school_id: int) -> HttpResponse:
    """Of the list that is asked for, or of students."""
    membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    kind = request.GET.get("kind", ListKind.STUDENTS)
    if kind not in ListKind.values or kind == ListKind.PEOPLE:
        raise Http404
    return _csv(f"{kind}.csv", sample_of(ListKind(kind)))


@login_required
@require_POST
@reauthentication_required
def changes(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """All that would change, and all that is wrong: the page shows only the beginning."""
    _by, found = found_import(request, school_id, pk)
    if found.state != RollImport.State.PREVIEW:
        raise Http404
    return _csv(f"changes-{pk}.csv", Preview(found).rows())


@login_required
@require_POST
@reauthentication_required
def report(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by, found = found_import(request, school_id, pk)
    if found.state != RollImport.State.DONE:
        raise Http404
    people = Membership.objects.administered_by(request.user).of_school(by.school_id)
    return _csv(f"import-{pk}.csv", Result(found, people).rows())


def _csv(name: str, rows: Iterable[Iterable[str]]) -> HttpResponse:
    """For a spreadsheet program, which takes nothing in it for a formula."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # The byte-order mark tells Excel that it is UTF-8.
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = defusedcsv.csv.writer(response, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    writer.writerows(rows)
    return response
