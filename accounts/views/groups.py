from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import membership_in
from accounts.choices import Duty, GroupKind
from accounts.models import Group, Membership
from core.http import one_or_404
from core.paging import page_of


@login_required
@require_safe
def groups(request: HttpRequest, school_id: int) -> HttpResponse:
    """Whom one can address here; nobody edits the automatic groups, they follow the roll."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    listed = list(Group.objects.administered_by(request.user).listed_in(school_id))
    automatic = [each for each in listed if each.kind != GroupKind.PROJECT]
    projects = [each for each in listed if each.kind == GroupKind.PROJECT]
    context = {"automatic": automatic, "projects": projects, "school": by.school}
    return render(request, "accounts/groups.html", context)


@login_required
@require_safe
def group(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    found = one_or_404(
        request, Group.objects.administered_by(request.user).listed_in(school_id), pk
    )
    people = Membership.objects.administered_by(request.user).of_group(found).by_name()
    members, older = page_of(request, people)
    context = {"group": found, "members": members, "older": older, "school": by.school}
    return render(request, "accounts/group.html", context)
