"""What an administrator decides about a project of another school."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.entrance.reauthentication import reauthentication_required
from accounts.models import Membership, SchoolClass
from contacts.actions import invitations as actions
from contacts.forms import AcceptForm
from contacts.models import Invitation
from contacts.partners import seen_from
from contacts.views.deciding import ask_why_not, decision
from core.http import one_or_404

LEAVING = {
    "leave": (actions.leave_project, _("Nobody of your school is in it any more.")),
    "end": (actions.end_from_invitation, _("The project has ended. Its members go on reading.")),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def invitation(request: HttpRequest, school_id: int, invitation_id: int) -> HttpResponse:
    """What is sent are the classes with which the school takes part."""
    by, found = _invitation(request, school_id, invitation_id)
    classes = SchoolClass.objects.administered_by(request.user).of_school(school_id)
    form = AcceptForm(request.POST or None, classes=classes.order_by("name"))
    if form.is_valid():
        with decision(request, _("The project has begun.")):
            actions.accept_invitation(by, invitation=found, **form.cleaned_data)
        return redirect("contacts:invitation", school_id, invitation_id)
    (elsewhere,) = seen_from([found])
    context = {"elsewhere": elsewhere, "invitation": found, "form": form}
    status = 422 if form.is_bound else None
    return render(request, "contacts/invitation.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, school_id: int, invitation_id: int) -> HttpResponse:
    by, found = _invitation(request, school_id, invitation_id)
    (elsewhere,) = seen_from([found])
    back = reverse("contacts:invitation", args=[school_id, invitation_id])
    declining = partial(actions.decline_invitation, by, invitation=found)
    return ask_why_not(request, declining, name=elsewhere.name, back=back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def leave(request: HttpRequest, school_id: int, invitation_id: int, how: str) -> HttpResponse:
    """`how` is one of LEAVING."""
    by, found = _invitation(request, school_id, invitation_id)
    if request.method == "POST":
        act, said = LEAVING[how]
        act(by, invitation=found)
        messages.success(request, said)
        return redirect("contacts:invitation", school_id, invitation_id)
    (elsewhere,) = seen_from([found])
    context = {"elsewhere": elsewhere, "invitation": found, "ends": how == "end"}
    return render(request, "contacts/leave_project.html", context)


def _invitation(
    request: HttpRequest, school_id: int, invitation_id: int
) -> tuple[Membership, Invitation]:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Invitation.objects.administered_by(request.user).filter(school=school_id)
    return by, one_or_404(request, here, invitation_id)
