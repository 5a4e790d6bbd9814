from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.mailbox import ask_for_links
from accounts.entrance import proofs
from accounts.entrance.proofs import ProofNotAccepted
from accounts.entrance.tries import TooManyTries
from accounts.forms.mailbox import ForgottenForm


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Says to each whom to ask, and the same to whoever gives an address, known or not."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and not settings.SENDS_MAIL:
        raise Http404
    asked = form.is_valid() and _asked(form)
    page = {"form": form, "asked": asked, "sends_mail": settings.SENDS_MAIL}
    status = 422 if form.errors else 200
    return render(request, "accounts/forgotten.html", page, status=status)


def _asked(form: ForgottenForm) -> bool:
    """Whether it is done; if not, the form says why."""
    try:
        ask_for_links(mailbox=form.cleaned_data["mailbox"], language=get_language() or "")
    except TooManyTries as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


@require_safe
@never_cache
def reset_link(request: HttpRequest) -> HttpResponse:
    """Leads on to an address that holds no secret; opening it changes nothing yet."""
    try:
        proof = proofs.prove_with_link(request.GET.get("key", ""))
    except ProofNotAccepted:
        return render(request, "accounts/link_over.html")
    except TooManyTries as refusal:
        return render(request, "accounts/link_over.html", {"refusal": refusal})
    proofs.remember(request, proof)
    return redirect("accounts:choose_password")
