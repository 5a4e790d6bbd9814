from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import membership_in, signed_in
from accounts.models import Membership
from contacts.actions.refusals import accept_messages, refuse_messages
from contacts.policies import MayNotRefuse, can_refuse
from contacts.reach import refused_by
from core.http import one_or_404


@login_required
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    """Whose messages one does not get."""
    return render(request, "contacts/refused.html", {"people": refused_by(signed_in(request))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    by = membership_in(request, school_id)
    visible = Membership.objects.visible_to(request.user).of_school(school_id)
    person = one_or_404(request, visible, person_id)
    if not can_refuse(by, person):
        raise MayNotRefuse
    if request.method == "POST":
        refuse_messages(by, of=person)
        messages.success(request, _("No more messages between you two. Nobody was told."))
        return redirect("contacts:refused")
    return render(request, "contacts/refuse.html", {"person": person})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, school_id: int, person_id: int) -> HttpResponse:
    """The other may be out of sight by now, in another class."""
    by = membership_in(request, school_id)
    person = one_or_404(request, refused_by(signed_in(request)).of_school(school_id), person_id)
    if request.method == "POST":
        accept_messages(by, of=person)
        messages.success(request, _("Messages arrive again."))
        return redirect("contacts:refused")
    return render(request, "contacts/accept.html", {"person": person})
