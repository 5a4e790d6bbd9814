from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.actions.mailbox import change_mailbox, confirm_mailbox
from accounts.entrance.proofs import ProofNotAccepted, WrongPassword, mailbox_of
from accounts.entrance.tries import TooManyTries
from accounts.forms.mailbox import MailboxForm
from accounts.models import User
from accounts.policies import can_have_mailbox


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest) -> HttpResponse:
    """Begins with what the school knows, where nothing was confirmed yet."""
    user = signed_in(request)
    if not can_have_mailbox(user):
        raise Http404
    confirmed = mailbox_of(user)
    form = MailboxForm(request.POST or None, initial={"mailbox": confirmed or user.email})
    if form.is_valid() and _changed(user, form):
        messages.success(request, _said(confirmed, form.cleaned_data["mailbox"]))
        return redirect("accounts:me")
    status = 422 if form.errors else 200
    page = {"form": form, "confirmed": confirmed}
    return render(request, "accounts/mailbox.html", page, status=status)


def _changed(user: User, form: MailboxForm) -> bool:
    """Whether it is done; if not, the form says why."""
    given = form.cleaned_data
    try:
        change_mailbox(user, mailbox=given["mailbox"], password=given["password"])
    except WrongPassword:
        form.add_error("password", _("This is not your password. Try again."))
    except TooManyTries as refusal:
        form.add_error("password", str(refusal))
    return form.is_valid()


def _said(confirmed: str, given: str) -> str:
    if not given:
        return _("No e-mail will be sent to you any more.")
    if given.lower() == confirmed:
        return _("This mailbox is yours already.")
    return _("An e-mail is on its way. Open the link in it within a day.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Asks for a press of a button: programs that look through e-mails open every link."""
    page = "accounts/confirm_mailbox.html"
    if request.method != "POST":
        return render(request, page)
    try:
        confirm_mailbox(request.GET.get("key", ""))
    except ProofNotAccepted:
        return render(request, "accounts/link_over.html")
    return render(request, page, {"confirmed": True})
