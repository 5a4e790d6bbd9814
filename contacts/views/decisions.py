"""What somebody decides about a project."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.entrance.reauthentication import reauthentication_required
from accounts.models import Membership
from contacts.actions.projects import (
    agree_to_project,
    decline_project,
    end_project,
    take_out_of_project,
)
from contacts.policies import must_decide, must_end
from contacts.views.deciding import ask_why_not, decision
from contacts.views.projects import project_of
from core.http import one_or_404


@login_required
@require_POST
@reauthentication_required
def agree(request: HttpRequest, school_id: int, project_id: int) -> HttpResponse:
    found, by = project_of(request, school_id, project_id)
    begun, asked = _("The project has begun."), _("Agreed. The other school is asked now.")
    with decision(request, asked if found.partner else begun):
        agree_to_project(by, project=found)
    return redirect("contacts:project", school_id, project_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, school_id: int, project_id: int) -> HttpResponse:
    found, by = project_of(request, school_id, project_id)
    must_decide(by, found)
    back = reverse("contacts:project", args=[school_id, project_id])
    declining = partial(decline_project, by, project=found)
    return ask_why_not(request, declining, name=found.name, back=back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, school_id: int, project_id: int) -> HttpResponse:
    found, by = project_of(request, school_id, project_id)
    must_end(by, found)
    if request.method == "POST":
        end_project(by, project=found)
        messages.success(request, _("The project has ended. Its members go on reading."))
        return redirect("contacts:project", school_id, project_id)
    return render(request, "contacts/end_project.html", {"project": found})


@login_required
@require_POST
def take_out(request: HttpRequest, school_id: int, project_id: int, person_id: int) -> HttpResponse:
    found, by = project_of(request, school_id, project_id)
    person = one_or_404(request, Membership.objects.in_project_group(found.group_id), person_id)
    take_out_of_project(by, project=found, person=person)
    messages.success(request, _("Taken out: nothing of the project reaches them any more."))
    return redirect("contacts:project", school_id, project_id)
