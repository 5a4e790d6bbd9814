from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.circles import with_circle
from accounts.models import Membership
from contacts.explaining import explain
from contacts.forms.rules import SideForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, school_id: int) -> HttpResponse:
    """May one write to the other, and by which rule? Names are asked by POST, as everywhere."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    given = request.POST if request.method == "POST" else None
    here = Membership.objects.administered_by(request.user).of_school(school_id)
    sides = [
        SideForm(with_circle(here), given, prefix=prefix, label=label)
        for prefix, label in {"one": _("Somebody"), "other": _("Somebody else")}.items()
    ]
    context = {"school": by.school, "sides": sides}
    valid = [side.is_valid() for side in sides]
    if all(valid):
        one, other = (side.person for side in sides)
        context["answers"] = [explain(one, other), explain(other, one)]
    status = 422 if given is not None and "answers" not in context else 200
    return render(request, "contacts/question.html", context, status=status)
