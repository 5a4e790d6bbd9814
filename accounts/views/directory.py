from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.circles import with_circle
from accounts.forms.people import DirectoryForm
from accounts.models import Membership
from core.paging import part_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def directory(request: HttpRequest) -> HttpResponse:
    """Those around one, or whom one looks for. By POST: names do not belong into addresses."""
    form = DirectoryForm(request.POST or None)
    words, user = form.looked_for, signed_in(request)
    visible = Membership.objects.visible_to(user)
    people = visible.usable().search(words) if words else Membership.objects.near_to(user)
    found, following = part_of(with_circle(people, seen=visible), form.data.get("page", ""))
    context = {"form": form, "found": found, "following": following}
    return render(request, "accounts/directory.html", context)
