from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import membership_in
from accounts.actions.classes import ClassInUse, create_class, edit_class, remove_class
from accounts.choices import Duty
from accounts.forms.classes import ClassForm
from accounts.models import Membership, SchoolClass
from accounts.querysets import MembershipQuerySet
from core.http import one_or_404


@login_required
@require_safe
def classes(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    visible = SchoolClass.objects.administered_by(request.user).of_school(school_id)
    context = {"classes": visible.with_counts(), "school": by.school}
    return render(request, "accounts/classes.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    new = SchoolClass(school=by.school)
    form = ClassForm(new, None, request.POST or None)
    if form.is_valid():
        made = create_class(by, **form.cleaned_data)
        return redirect("accounts:edit_class", school_id, made.pk)
    context = {"form": form, "school": by.school}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/edit_class.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by, found = _found(request, school_id, pk)
    name = found.name
    form = ClassForm(found, _people(request, school_id).teachers(), request.POST or None)
    if form.is_valid():
        edit_class(by, school_class=found, **form.cleaned_data)
        return redirect("accounts:class", school_id, pk)
    context = {"form": form, "school": by.school, "school_class": found, "name": name}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/edit_class.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by, found = _found(request, school_id, pk)
    try:
        remove_class(by, school_class=found)
    except ClassInUse:
        messages.error(request, _("Somebody is in this class, or something was written to it."))
        return redirect("accounts:class", school_id, pk)
    messages.success(request, _("The class is gone."))
    return redirect("accounts:classes", school_id)


def _found(request: HttpRequest, school_id: int, pk: int) -> tuple[Membership, SchoolClass]:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    visible = SchoolClass.objects.administered_by(request.user).of_school(school_id)
    return by, one_or_404(request, visible, pk)


def _people(request: HttpRequest, school_id: int) -> MembershipQuerySet:
    return Membership.objects.administered_by(request.user).of_school(school_id)
