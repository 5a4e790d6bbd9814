from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.models import SchoolClass
from core.http import one_or_404
from newsfeed.actions import change_class_feed
from newsfeed.forms.students import ClassFeedForm
from newsfeed.models import ClassFeed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def class_feed(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """Who writes in the feed of a class: for its teachers and for administrators."""
    by = membership_in(request, school_id)
    found = one_or_404(request, SchoolClass.objects.led_by(by), pk)
    form = ClassFeedForm(request.POST or None, initial=ClassFeed.objects.of_class(found))
    if request.method == "POST" and form.is_valid():
        change_class_feed(by, school_class=found, **form.cleaned_data)
        messages.success(request, _("This is how the class writes from now on."))
        return redirect("newsfeed:class_feed", school_id, pk)
    context = {"form": form, "school_class": found}
    status = 422 if form.is_bound else None
    return render(request, "newsfeed/class_feed.html", context, status=status)
