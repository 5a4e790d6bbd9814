from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from charters.models import Signature
from charters.querysets import groups_followed_by
from core.http import one_or_404

PEOPLE_A_PAGE = 50


@login_required
@require_safe
def signatures(request: HttpRequest) -> HttpResponse:
    group = groups_followed_by(request.user).first()
    if group is None:
        raise Http404
    return redirect("charters:signatures_of", group.pk)


@login_required
@require_safe
def signatures_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of a group has signed, those who have not first."""
    groups = groups_followed_by(request.user)
    group = one_or_404(request, groups, pk)
    people = Signature.objects.signatories(group)
    page = Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    signed = Signature.objects.in_force_of_group(group).count()
    context = {"groups": groups, "group": group, "page": page, "signed": signed}
    return render(request, "charters/signatures.html", context)
