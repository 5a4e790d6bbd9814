from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from accounts.actions.devices import (
    UnknownPushService,
    add_device,
    recognise_device,
    remove_device,
)
from accounts.entrance.sessions import sessions_of
from accounts.models import Device


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    endpoint = request.POST.get("endpoint", "")
    try:
        add_device(signed_in(request), session=_session(request), endpoint=endpoint)
    except UnknownPushService:
        messages.error(
            request,
            _("This browser is woken by a service that is not known here. Try another browser."),
        )
    else:
        messages.success(request, _("From now on this device says when something new comes."))
    return redirect("accounts:notices")


@login_required
@require_POST
def recognise(request: HttpRequest) -> HttpResponse:
    """Asked by a page in a browser that is woken, once somebody has signed in there."""
    endpoint = request.POST.get("endpoint", "")
    if not recognise_device(signed_in(request), session=_session(request), endpoint=endpoint):
        raise Http404
    return HttpResponse(status=204)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    device = Device.objects.of(user).filter(pk=pk).first()
    if device is None:
        raise Http404
    remove_device(user, device=device)
    messages.success(request, _("This device is not woken any more."))
    return redirect("accounts:notices")


def _session(request: HttpRequest) -> UserSession:
    here = sessions_of(signed_in(request)).filter(session_key=request.session.session_key).first()
    if here is None:
        raise Http404
    return here
