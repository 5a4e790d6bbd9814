from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.actions import own_account
from accounts.entrance.devices import device_of
from accounts.entrance.sessions import sessions_of


@login_required
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    here = request.session.session_key
    sessions = [
        {"session": each, "device": device_of(each.user_agent), "here": each.session_key == here}
        for each in sessions_of(signed_in(request))
    ]
    return render(request, "accounts/my_sessions.html", {"sessions": sessions})


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    session = next((each for each in sessions_of(user) if each.pk == pk), None)
    if session is None:
        raise Http404
    own_account.end_session(user, session=session)
    messages.success(request, _("It is over there."))
    return redirect("accounts:my_sessions")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    own_account.end_other_sessions(
        signed_in(request), session_key=request.session.session_key or ""
    )
    messages.success(request, _("You are signed in here alone."))
    return redirect("accounts:my_sessions")
