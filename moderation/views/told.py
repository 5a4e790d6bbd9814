from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from core import wall
from core.http import one_or_404
from core.paging import page_of
from moderation.actions.told import spoke_with_child
from moderation.policies import can_be_told
from moderation.told import told_to


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All that students told a teacher."""
    if not can_be_told(signed_in(request)):
        raise Http404
    # What students told this teacher, and of each no more than its own page says.
    with wall.protection_open():
        told, older = page_of(request, told_to(request.user))
    context = {"told": told, "older": older, "can_be_told": True}
    return render(request, "moderation/my_told.html", context)


@login_required
@require_safe
def told(request: HttpRequest, notice_id: int) -> HttpResponse:
    """What a student told their teacher."""
    # What this student told this teacher, and nothing else of a case that may be restricted.
    with wall.protection_open():
        found = one_or_404(request, told_to(request.user), notice_id)
    return render(request, "moderation/told.html", {"notice": found, "report": found.report})


@login_required
@require_POST
def spoke(request: HttpRequest, notice_id: int) -> HttpResponse:
    found = one_or_404(request, told_to(request.user).select_related("reader"), notice_id)
    spoke_with_child(found.reader, notice=found)
    messages.success(request, _("Thank you. That is noted."))
    return redirect("moderation:told", notice_id)
