"""The door of the youngest: a card, or the code of their class, and then three pictures."""

from collections.abc import Callable, Sequence

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.pictures import (
    CardStopped,
    Entry,
    WrongPictures,
    choose_pictures,
    enter_with_pictures,
)
from accounts.entrance import proofs
from accounts.entrance.entrants import (
    CardNotAccepted,
    Entrant,
    card_of,
    entrant_of_class,
    entrant_with_card,
    forget,
    remember,
    remembered,
)
from accounts.entrance.pictures import CHOSEN, board, slots
from accounts.entrance.tries import TooManyTries
from accounts.forms.pictures import CardForm, ClassCodeForm, PicturesForm
from accounts.models import SignInCard
from accounts.reach import AccountOfOtherSchools


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    form = CardForm(request.POST or None)
    entrant = _entrant(form, entrant_with_card)
    return _ask(request, entrant, card_form=form, class_form=ClassCodeForm())


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def class_code(request: HttpRequest) -> HttpResponse:
    form = ClassCodeForm(request.POST or None)
    entrant = _entrant(form, entrant_of_class)
    return _ask(request, entrant, card_form=CardForm(), class_form=form)


def _entrant(form: forms.Form, find: Callable[..., Entrant]) -> Entrant | None:
    """Who stands at the door, or None with what is wrong said in the form."""
    if not form.is_valid():
        return None
    try:
        return find(**form.cleaned_data)
    except CardNotAccepted:
        form.add_error(
            None, _("We do not find you like this. Check every letter, or ask an adult.")
        )
    except TooManyTries as refusal:
        form.add_error(None, str(refusal))
    return None


def _ask(request: HttpRequest, entrant: Entrant | None, **both: forms.Form) -> HttpResponse:
    if entrant is not None:
        remember(request, entrant)
        return redirect("accounts:pictures")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/card.html", both, status=status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest) -> HttpResponse:
    """Twelve pictures, three to touch; each touch is a form, and the third one opens."""
    entrant = remembered(request)
    try:
        if entrant is not None:
            card = card_of(entrant)
            with translation.override(card.membership.user.language):
                return _touched(request, entrant, card)
    except CardNotAccepted:
        forget(request)
        messages.error(request, _("This card does not work any more. Ask for a new one."))
    return redirect("accounts:card")


def _touched(request: HttpRequest, entrant: Entrant, card: SignInCard) -> HttpResponse:
    form = PicturesForm(request.POST or None)
    row, first = form.row(), form.before()
    if len(row) < CHOSEN:
        return _page(request, card, row=row, first=first)
    if not card.pictures and row != first:
        problem = _("That was not the same. Choose again.") if first else ""
        return _page(request, card, first=[] if first else row, problem=problem)
    enter = enter_with_pictures if card.pictures else choose_pictures
    try:
        return _let_in(request, enter(entrant, pictures=row))
    except (WrongPictures, CardStopped):
        problem = _("Not these pictures. Try again.")
    except TooManyTries as refusal:
        problem = str(refusal)
    except AccountOfOtherSchools:
        problem = _("Come in the way you do at your other school.")
    return _page(request, card_of(entrant), problem=problem)


def _let_in(request: HttpRequest, entry: Entry) -> HttpResponse:
    forget(request)
    if entry.proof is not None:
        proofs.remember(request, entry.proof)
        return redirect("accounts:choose_password")
    record_authentication(request, entry.user, "pictures")
    let_in: HttpResponse = perform_login(request, entry.user)
    return let_in


def _page(
    request: HttpRequest,
    card: SignInCard,
    *,
    row: Sequence[str] = (),
    first: Sequence[str] = (),
    problem: str = "",
) -> HttpResponse:
    context = {
        "student": card.membership.user,
        "card": card,
        "board": board(),
        "slots": slots(row),
        "row": row,
        "first": first,
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "accounts/pictures.html", context, status=status)
