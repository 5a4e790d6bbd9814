from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import membership_in
from accounts.actions.codes import renew_class_code
from accounts.class_list import class_list
from accounts.entrance.pictures import is_young
from accounts.models import Membership, SchoolClass
from core.http import one_or_404


@login_required
@require_safe
def my_classes(request: HttpRequest) -> HttpResponse:
    """The first class of a teacher; the others are a tab away."""
    first = SchoolClass.objects.visible_to(request.user).first()
    if first is None:
        return render(request, "accounts/no_class.html")
    return redirect("accounts:class", first.school_id, first.pk)


@login_required
@require_safe
def school_class(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """Who is in a class, and who of them has not signed in yet."""
    by = membership_in(request, school_id)
    classes = SchoolClass.objects.visible_to(request.user)
    school_class = one_or_404(request, classes.of_school(school_id).with_code(), pk)
    people = Membership.objects.visible_to(request.user).of_school(school_id)
    context = {
        "school_class": school_class,
        "school": by.school,
        "administers": by.is_local_administrator,
        "classes": [] if by.is_local_administrator else classes,
        "list": class_list(people, school_class),
        "young": is_young(by.school, school_class.level),
    }
    return render(request, "accounts/class.html", context)


@login_required
@require_POST
def new_class_code(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by = membership_in(request, school_id)
    visible = SchoolClass.objects.visible_to(request.user).of_school(school_id)
    renew_class_code(by, school_class=one_or_404(request, visible, pk))
    return redirect("accounts:class", school_id, pk)
