"""Asks somebody signed in once more who they are, before what a stranger at their place must not do.

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @reauthentication_required
    def block(request: HttpRequest, ...) -> HttpResponse: ...

What a form brought is kept in the page that asks, not on the server, and reaches the view once the
answer is right. Files are not kept. Give an export by POST, and it is asked for as any other.
"""

import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import signed_in
from accounts.actions.second_factors import prove_again
from accounts.entrance import passkeys
from accounts.forms.second_factors import PROOF, ProofForm
from accounts.models import User

View = Callable[..., HttpResponse]

SECONDS_A_PROOF_LASTS = 15 * 60
# Coming in through the school's own provider is none: it lets in whoever is signed in there.
PROOFS = {"password", "mfa", "activation", PROOF}


def reauthentication_required(view: View) -> View:
    """Whoever posts to this view has shown within the last minutes who they are.

    Signing in counts. Somebody who has nothing to show (no password, no second factor) is let
    through: they signed in by what is not ours to ask for.
    """

    @wraps(view)
    def asks(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not recently_proved(request):
            user = signed_in(request)
            form = ProofForm(user, request.POST if f"{PROOF}-asked" in request.POST else None)
            if form.fields and not form.is_valid():
                return _question(request, user, form)
            if form.fields:
                prove_again(user, method=form.method())
                record_authentication(request, user, PROOF)
        return view(request, *args, **kwargs)

    asks.asks_again = True  # type: ignore[attr-defined]  # read where every route is tried
    return asks


def recently_proved(request: HttpRequest) -> bool:
    records = get_authentication_records(request, signed_in(request))
    since = time.time() - SECONDS_A_PROOF_LASTS
    return any(each["method"] in PROOFS and each["at"] > since for each in records)


def _question(request: HttpRequest, user: User, form: ProofForm) -> HttpResponse:
    context = {
        "form": form,
        "kept": list(_kept(request)),
        "passkey_options": passkeys.to_be_shown(user) if "credential" in form.fields else "",
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/prove_again.html", context, status=status)


def _kept(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What the form brought that was sent too late."""
    for name, values in request.POST.lists():
        if not name.startswith(f"{PROOF}-") and name != "csrfmiddlewaretoken":
            yield from ((name, str(value)) for value in values)
