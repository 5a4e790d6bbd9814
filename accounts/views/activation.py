from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.choose_password import choose_password as choosing
from accounts.entrance import proofs
from accounts.entrance.proofs import Proof, ProofNotAccepted
from accounts.entrance.tries import TooManyTries
from accounts.forms.entrance import CodeForm, NewPasswordForm
from accounts.logins import typed_login
from accounts.reach import AccountOfOtherSchools
from core import wall

NOT_ACCEPTED = gettext_noop(
    "This login and this code do not go together, or the code is too old. "
    "Check both, or ask your school for a new code."
)
SEVERAL_SCHOOLS = gettext_noop(
    "This account belongs to several schools, and one of them alone cannot open it. "
    "Sign in with the password you have, or ask whoever runs this platform for a code."
)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    proof = _proven(form) if form.is_valid() else None
    if proof is not None:
        proofs.remember(request, proof)
        return redirect("accounts:choose_password")
    status = 422 if form.errors else 200
    return render(request, "accounts/activate.html", {"form": form}, status=status)


def _proven(form: CodeForm) -> Proof | None:
    """What was shown, or None with what is wrong said in the form."""
    given = form.cleaned_data
    try:
        return proofs.prove_with_code(login=typed_login(given["login"]), code=given["code"])
    except ProofNotAccepted:
        form.add_error("code", _(NOT_ACCEPTED))
    except TooManyTries as refusal:
        form.add_error(None, str(refusal))
    except AccountOfOtherSchools:
        form.add_error(None, _(SEVERAL_SCHOOLS))
    return None


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest) -> HttpResponse:
    """For whoever has just shown a code, or come through a link; others are shown the way."""
    proof = proofs.remembered(request)
    if proof is None:
        return redirect("account_login")
    try:
        return _chosen(request, proof)
    except (ProofNotAccepted, AccountOfOtherSchools):
        return redirect("account_login")


def _chosen(request: HttpRequest, proof: Proof) -> HttpResponse:
    user = proofs.person_of(proof)
    with wall.as_person(user.pk), translation.override(user.language):
        form = NewPasswordForm(user, request.POST or None)
        if not form.is_valid():
            page = {"form": form, "person": user}
            status = 422 if form.errors else 200
            return render(request, "accounts/choose_password.html", page, status=status)
    user = choosing(proof, password=form.cleaned_data["password"])
    record_authentication(request, user, "activation")
    let_in: HttpResponse = perform_login(request, user)
    return let_in
