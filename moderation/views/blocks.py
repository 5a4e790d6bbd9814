from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.entrance.reauthentication import reauthentication_required
from moderation.access import decided_about
from moderation.actions.block import block_person, unblock_person
from moderation.effects import BlockedByOthers
from moderation.forms.decisions import BlockForm
from moderation.grounds import charter_of
from moderation.models import Decision
from moderation.telling import readers_about


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def block(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    by, person = decided_about(request, school_id, person_id)
    form = BlockForm(request.POST or None, charter=charter_of(person))
    if form.is_valid():
        try:
            block_person(by, membership=person, grounds=form.grounds(), until=form.until())
        except BlockedByOthers as blocked:
            form.add_error(None, str(blocked))
        else:
            messages.success(request, _("The account is blocked, and its open pages are closed."))
            return redirect("accounts:person", school_id, person_id)
    status = 422 if form.is_bound else 200
    readers = [each.name for each in readers_about(person)]
    context = {"person": person, "form": form, "readers": readers}
    return render(request, "moderation/block.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def unblock(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    by, person = decided_about(request, school_id, person_id)
    if request.method == "POST":
        unblock_person(by, membership=person)
        person.refresh_from_db(fields=["blocked_at", "blocked_until"])
        if person.is_blocked:
            messages.success(
                request,
                _("That block is over. The school is still closed for everybody of this profile."),
            )
        else:
            messages.success(request, _("The account is open again."))
        return redirect("accounts:person", school_id, person_id)
    decision = Decision.objects.blocking(person).with_all().first()
    return render(request, "moderation/unblock.html", {"person": person, "decision": decision})
