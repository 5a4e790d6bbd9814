from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.models import SchoolClass


@login_required
@require_safe
def classes(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    visible = SchoolClass.objects.administered_by(request.user).of_school(school_id)
    context = {"classes": visible.with_counts(), "school": by.school}
    return render(request, "accounts/classes.html", context)
