from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from newsfeed.actions import choose_filter
from newsfeed.filters import FilterForm, kept_by


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """What the feed shows when it is opened; what is sent empty is everything."""
    data = request.POST if request.method == "POST" else None
    memberships = signed_in(request).memberships
    form = FilterForm(data, memberships, kept_by(memberships))
    if form.is_valid():
        choose_filter(**form.chosen)
        return redirect("newsfeed:feed")
    status = 422 if form.is_bound else None
    return render(request, "newsfeed/filter.html", {"form": form}, status=status)
