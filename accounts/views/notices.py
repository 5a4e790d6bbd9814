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
from accounts.entrance.proofs import mailbox_of
from accounts.forms.notices import NoticesForm
from accounts.notices import frequency_of
from accounts.policies import can_have_mailbox


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not can_have_mailbox(user):
        raise Http404
    form = NoticesForm(request.POST or None, initial={"notices": frequency_of(user)})
    if form.is_valid():
        choose_notices(user, **form.cleaned_data)
        if form.cleaned_data["notices"] == Frequency.NEVER:
            messages.success(request, _("From now on no e-mail tells you what waits."))
        else:
            messages.success(request, _("This is how often e-mails tell you what waits."))
        return redirect("accounts:notices")
    page = {"form": form, "mailbox": mailbox_of(user), "sends_mail": settings.SENDS_MAIL}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/notices.html", page, status=status)
