"""What is done about a concern: each a form of its page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Membership
from core.http import one_or_404
from safeguarding.actions.follow_up import (
    DoneBefore,
    StillOpen,
    ask_for_action,
    finish_action,
    sign_off,
)
from safeguarding.actions.readers import StillAsked, end_reader, name_reader
from safeguarding.deciding import SignedOff
from safeguarding.forms import ActionForm, ReaderForm, ResultForm, SignOffForm
from safeguarding.models import Concern
from safeguarding.policies import could_act, could_read, readers_of
from safeguarding.views.concerns import one_of, shown


@login_required
@require_POST
def name(request: HttpRequest, school_id: int, concern_id: int) -> HttpResponse:
    by, found = _handled(request, school_id, concern_id)
    form = ReaderForm(could_read(found), request.POST)
    if not form.is_valid():
        return _again(request, by, found, reader_form=form)
    try:
        name_reader(by, concern=found, reader=form.cleaned_data["reader"])
    except SignedOff:
        return _signed_off(request, by, found, reader_form=form)
    messages.success(request, _("They read it from now on."))
    return _back(found)


@login_required
@require_POST
def end(request: HttpRequest, school_id: int, concern_id: int, person_id: int) -> HttpResponse:
    by, found = _handled(request, school_id, concern_id)
    reader = one_or_404(request, readers_of(found), person_id)
    try:
        end_reader(by, concern=found, reader=reader)
    except SignedOff:
        return _signed_off(request, by, found)
    except StillAsked:
        refusal = _("There is something they are to do about it first.")
        return _again(request, by, found, refusal=refusal)
    messages.success(request, _("They no longer read it."))
    return _back(found)


@login_required
@require_POST
def ask(request: HttpRequest, school_id: int, concern_id: int) -> HttpResponse:
    by, found = _handled(request, school_id, concern_id)
    form = ActionForm(could_act(found, by), request.POST)
    if not form.is_valid():
        return _again(request, by, found, action_form=form)
    try:
        ask_for_action(by, concern=found, action=form.instance)
    except SignedOff:
        return _signed_off(request, by, found, action_form=form)
    messages.success(request, _("They find it among what they are to do."))
    return _back(found)


@login_required
@require_POST
def finish(request: HttpRequest, school_id: int, concern_id: int, action_id: int) -> HttpResponse:
    readable = Concern.objects.readable_by(request.user)
    by, found = one_of(request, school_id, readable, concern_id)
    action = one_or_404(request, found.actions.all(), action_id)
    form = ResultForm(action, request.POST)
    if not form.is_valid():
        return _again(request, by, found, finishing=form)
    try:
        finish_action(by, action=action, result=form.cleaned_data["result"])
    except DoneBefore:
        refusal = _("Somebody else has said meanwhile that it is done.")
        return _again(request, by, found, status=409, finishing=form, refusal=refusal)
    messages.success(request, _("It is written down."))
    return _back(found)


@login_required
@require_POST
def end_concern(request: HttpRequest, school_id: int, concern_id: int) -> HttpResponse:
    by, found = _handled(request, school_id, concern_id)
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return _again(request, by, found, sign_off_form=form)
    try:
        sign_off(by, concern=found, outcome=form.cleaned_data["outcome"])
    except SignedOff:
        return _signed_off(request, by, found, sign_off_form=form)
    except StillOpen:
        form.add_error(None, _("Something is left to be done: say first what came of it."))
        return _again(request, by, found, sign_off_form=form)
    messages.success(request, _("It is signed off, and stays in the chronology."))
    return _back(found)


def _handled(request: HttpRequest, school_id: int, concern_id: int) -> tuple[Membership, Concern]:
    return one_of(request, school_id, Concern.objects.handled(request.user), concern_id)


def _back(found: Concern) -> HttpResponse:
    return redirect("safeguarding:concern", found.school_id, found.pk)


def _again(
    request: HttpRequest,
    by: Membership,
    found: Concern,
    *,
    status: int = 422,
    finishing: ResultForm | None = None,
    **bound: Any,
) -> HttpResponse:
    """The page with what was typed."""
    context = shown(by, found, finishing=finishing) | bound
    return render(request, "safeguarding/concern.html", context, status=status)


def _signed_off(request: HttpRequest, by: Membership, found: Concern, **bound: Any) -> HttpResponse:
    refusal = _("Somebody has signed it off meanwhile. What comes after it is another concern.")
    return _again(request, by, found, status=409, refusal=refusal, **bound)
