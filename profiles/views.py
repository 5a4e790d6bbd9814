from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.choices import Sending
from accounts.models import Membership
from contacts.forms import kept_while_held
from contacts.policies import held_shown_to
from core.http import one_or_404
from core.paging import page_of
from profiles.actions import tell_of_oneself
from profiles.forms import PortraitForm
from profiles.models import Portrait
from profiles.policies import can_show_photograph
from profiles.querysets import versions_of
from profiles.sight import as_told, portrait_seen
from uploads.refusals import FileRefused
from uploads.serving import serve


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """One's own portrait, as one of those one is."""
    by = _oneself(request, school_id, pk)
    portrait = Portrait.objects.of(by).select_related("photograph").first() or Portrait()
    form = PortraitForm(
        request.POST or None,
        request.FILES or None,
        portrait=portrait,
        may_show_photograph=can_show_photograph(by),
    )
    if form.is_valid():
        try:
            with kept_while_held(form):
                tell_of_oneself(by, **form.cleaned_data)
                return redirect("accounts:person", school_id, pk)
        except FileRefused as refusal:
            form.add_error("picture", refusal.sentence)
    status = 422 if form.is_bound else 200
    held = held_shown_to(by, Sending.ALL)
    context = {"form": form, "person": by, "portrait": portrait, "held": held}
    return render(request, "profiles/edit.html", context, status=status)


@login_required
@require_safe
def before(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """What one told before it was changed."""
    by = _oneself(request, school_id, pk)
    found, older = page_of(request, versions_of(by))
    context = {"person": by, "versions": as_told(found), "older": older}
    return render(request, "profiles/before.html", context)


@login_required
@require_safe
def photograph(request: HttpRequest, school_id: int, pk: int) -> HttpResponseBase:
    visible = Membership.objects.visible_to(request.user).of_school(school_id)
    seen = portrait_seen(signed_in(request), one_or_404(request, visible, pk))
    if seen is None or seen.photograph is None:
        raise Http404
    return serve(request, seen.photograph)


def _oneself(request: HttpRequest, school_id: int, pk: int) -> Membership:
    mine = Membership.objects.acting_for(request.user).of_school(school_id)
    return one_or_404(request, mine.select_related("user", "school"), pk)
