from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from core.paging import number_of
from newsfeed.marks import with_marks
from newsfeed.search import MOST, SearchForm, find
from newsfeed.sql import PAGE


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """By POST: what somebody looks for does not belong into addresses."""
    user = signed_in(request)
    form = SearchForm(request.POST or None, user.memberships)
    page = number_of(form.data.get("page", ""))
    found, more = find(user, page=page, **form.sought) if form.is_valid() else ([], False)
    context = {
        "form": form,
        "found": with_marks(found, sought=form.cleaned_data["words"]) if found else [],
        "following": page + 1 if more else 0,
        "is_cut": bool(found) and not more and (page + 1) * PAGE >= MOST,
    }
    status = 422 if form.errors else 200
    return render(request, "newsfeed/search.html", context, status=status)
