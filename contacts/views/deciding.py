"""What both sides of a project share when they decide about it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from contacts.forms import DeclineForm
from contacts.policies import AlreadyDecided, TooLate


@contextmanager
def decision(request: HttpRequest, said: StrOrPromise) -> Iterator[None]:
    """Around deciding: says what came of it, also if somebody was quicker, or the time is past."""
    try:
        yield
    except AlreadyDecided:
        messages.info(request, _("This was decided already."))
    except TooLate:
        messages.warning(request, _("Its last day is past: it cannot begin any more."))
    else:
        messages.success(request, said)


def ask_why_not(
    request: HttpRequest, decline: Callable[..., None], *, name: str, back: str
) -> HttpResponse:
    """The page on which a project is declined, with an `answer`; it leads `back` to the request."""
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        with decision(request, _("The teacher reads your answer on the page of the project.")):
            decline(**form.cleaned_data)
        return redirect(back)
    context = {"form": form, "name": name, "back": back}
    status = 422 if form.is_bound else None
    return render(request, "contacts/decline.html", context, status=status)
