from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import membership_in, signed_in
from accounts.choices import Duty
from accounts.models import Membership, School, SchoolClass
from contacts.actions.projects import ask_for_project
from contacts.forms import ProjectForm, kept_while_held
from contacts.models import Invitation, Project
from contacts.partners import seen_from
from contacts.policies import (
    NameTaken,
    acting_in,
    asks_for_projects,
    can_decide,
    can_end,
)
from contacts.reach import writer_to_all
from core.http import one_or_404
from core.paging import page_of


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Those one asked for, and those one is in."""
    found, older = page_of(request, Project.objects.of_person(signed_in(request)))
    asking = [each for each in signed_in(request).memberships if asks_for_projects(each)]
    context = {"projects": found, "older": older, "asking": asking}
    return render(request, "contacts/projects.html", context)


@login_required
@require_safe
def projects(request: HttpRequest, school_id: int) -> HttpResponse:
    """Those of a school, for its administrators."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Project.objects.administered_by(request.user).filter(school=school_id)
    past, older = page_of(request, here.past())
    invitations = Invitation.objects.administered_by(request.user).filter(school=school_id)
    elsewhere = seen_from(invitations.open_now())
    context = {
        "school": by.school,
        "asked": here.asked(),
        "asked_elsewhere": [each for each in elsewhere if each.invitation.is_waiting],
        "invited": here.invited(),
        "elsewhere": [each for each in elsewhere if each.is_running],
        "past_elsewhere": [each for each in elsewhere if each.is_over],
        "running": here.running(),
        "past": past,
        "older": older,
    }
    return render(request, "contacts/projects_of_school.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, school_id: int) -> HttpResponse:
    by = _asker(request, school_id)
    classes = SchoolClass.objects.joinable_by(by)
    partners = School.objects.others_than(school_id)
    form = ProjectForm(request.POST or None, classes=classes, partners=partners)
    if form.is_valid():
        try:
            with kept_while_held(form):
                project = ask_for_project(by, **form.asked())
                messages.success(request, _("Asked. The administrators of your school decide."))
                return redirect("contacts:project", school_id, project.pk)
        except NameTaken:
            form.add_error("name", _("There is a project of this name already."))
    status = 422 if form.is_bound else None
    context = {"form": form, "school": by.school}
    return render(request, "contacts/ask_for_project.html", context, status=status)


@login_required
@require_safe
def project(request: HttpRequest, school_id: int, project_id: int) -> HttpResponse:
    """The page of a project, for everybody who is in it and those who decide about it."""
    found, by = project_of(request, school_id, project_id)
    members, older = page_of(request, Membership.objects.in_project_group(found.group_id))
    context = {
        "project": found,
        "by": by,
        "decides": can_decide(by, found),
        "ends": can_end(by, found) and (found.is_waiting or found.is_running),
        "takes_out": can_end(by, found) and found.is_running,
        "writer": _writer(request, found),
        "members": members,
        "older": older,
    }
    return render(request, "contacts/project.html", context)


def project_of(request: HttpRequest, school_id: int, project_id: int) -> tuple[Project, Membership]:
    """A project one may see, and as whom one has most to do with it."""
    here = Project.objects.visible_to(request.user).filter(school=school_id)
    found = one_or_404(request, here, project_id)
    return found, acting_in(found, signed_in(request).memberships)


def _writer(request: HttpRequest, project: Project) -> Membership | None:
    """As whom one may write to everybody in it."""
    if project.group is None or not project.is_running:
        return None
    return writer_to_all(signed_in(request).memberships, project.group)


def _asker(request: HttpRequest, school_id: int) -> Membership:
    here = [each for each in signed_in(request).memberships if each.school_id == school_id]
    for membership in here:
        if asks_for_projects(membership):
            return membership
    raise Http404
