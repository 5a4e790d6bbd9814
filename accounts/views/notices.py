from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.actions.own_account import choose_notices
from accounts.choices import Frequency
from accounts.entrance.devices import device_of
from accounts.entrance.proofs import mailbox_of
from accounts.forms.notices import NoticesForm
from accounts.models import Device, User
from accounts.notices import frequency_of
from accounts.policies import can_be_woken, can_have_mailbox, can_hear_outside
from core.push_key import public_key


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not can_hear_outside(user) or (request.method == "POST" and not can_have_mailbox(user)):
        raise Http404
    form = NoticesForm(request.POST or None, initial={"notices": frequency_of(user)})
    if form.is_valid():
        choose_notices(user, **form.cleaned_data)
        if form.cleaned_data["notices"] == Frequency.NEVER:
            messages.success(request, _("From now on no e-mail tells you what waits."))
        else:
            messages.success(request, _("This is how often e-mails tell you what waits."))
        return redirect("accounts:notices")
    page = {
        "form": form,
        "can_have_mailbox": can_have_mailbox(user),
        "mailbox": mailbox_of(user),
        "sends_mail": settings.SENDS_MAIL,
        **_woken(request, user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/notices.html", page, status=status)


def _woken(request: HttpRequest, user: User) -> dict[str, Any]:
    """The devices of this person, and whether the one in their hands is one of them."""
    if not can_be_woken(user):
        return {}
    here = request.session.session_key
    devices = [
        {
            "pk": each.pk,
            "device": device_of(each.session.user_agent),
            "here": each.session.session_key == here,
            "last_seen_at": each.session.last_seen_at,
        }
        for each in Device.objects.of(user)
    ]
    is_here = any(each["here"] for each in devices)
    return {"push_key": public_key(settings.PUSH_KEY), "devices": devices, "is_here": is_here}
