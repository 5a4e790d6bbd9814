"""What guardians confirm, and what their child's teacher sees of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.choices import Profile
from accounts.models import Membership, SchoolClass
from contacts.policies import SendingHeld
from core.http import one_or_404
from newsfeed import returns
from newsfeed.actions import confirm_entry, remind_guardians
from newsfeed.models import Entry
from newsfeed.places import Place
from newsfeed.policies import RemindedToday, WordsChanged, can_confirm
from newsfeed.roll import classes_followed
from newsfeed.views.answering import back_to


@login_required
@require_POST
def confirm(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = one_or_404(request, Entry.objects.visible_to(request.user), entry_id)
    mine = signed_in(request).memberships
    by = next((each for each in mine if can_confirm(each, entry)), None)
    if by is None:
        raise Http404
    try:
        confirm_entry(by, entry=entry, seen=Place.read(request.POST.get("seen", "")))
    except WordsChanged:
        messages.warning(request, _("It was changed a moment ago. Please read it once more."))
    return back_to(request, entry)


@login_required
@require_safe
def overview(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Class by class; of one class at once."""
    entry, classes = _followed(request, entry_id)
    if len(classes) == 1:
        return redirect("newsfeed:class_returns", entry.pk, classes[0].pk)
    found = returns.by_class(entry, classes)
    context = _context(request, entry, classes) | {"found": found}
    return render(request, "newsfeed/returns.html", context)


@login_required
@require_safe
def of_class(request: HttpRequest, entry_id: int, class_id: int) -> HttpResponse:
    entry, classes = _followed(request, entry_id)
    one = [each for each in classes if each.pk == class_id]
    if not one:
        raise Http404
    context = _context(request, entry, one) | {
        "several": len(classes) > 1,
        "school_class": one[0],
        "figures": returns.by_class(entry, one)[0],
        "found": returns.of_class(entry, one[0]),
    }
    return render(request, "newsfeed/class_returns.html", context)


@login_required
@require_POST
def remind(request: HttpRequest, entry_id: int, class_id: int | None = None) -> HttpResponse:
    """In one class, or in all that one follows."""
    entry, classes = _followed(request, entry_id)
    asked = [each for each in classes if class_id in (None, each.pk)]
    if not asked or not entry.wants_confirmation:
        raise Http404
    try:
        number = remind_guardians(_follower(request, entry), entry=entry, classes=asked)
    except RemindedToday:
        messages.info(request, _("They were reminded today. Once a day is enough."))
    except SendingHeld as refusal:
        messages.warning(request, str(refusal))
    else:
        said = ngettext("One person is reminded.", "%(number)s people are reminded.", number)
        nobody = _("There is nobody left to remind.")
        messages.success(request, said % {"number": number} if number else nobody)
    if class_id is None:
        return redirect("newsfeed:returns", entry.pk)
    return redirect("newsfeed:class_returns", entry.pk, class_id)


def _followed(request: HttpRequest, entry_id: int) -> tuple[Entry, list[SchoolClass]]:
    """An entry that asks families for something, and the classes whose answers one sees."""
    entry = one_or_404(request, Entry.objects.visible_to(request.user).asking(), entry_id)
    classes = list(classes_followed(entry, signed_in(request).memberships))
    if not classes:
        raise Http404
    return entry, classes


def _follower(request: HttpRequest, entry: Entry) -> Membership:
    """As whom one sees it: its author, or else as a teacher."""
    here = [each for each in signed_in(request).memberships if each.school_id == entry.school_id]
    return min(here, key=lambda each: (each.pk != entry.author_id, each.profile != Profile.TEACHER))


def _context(request: HttpRequest, entry: Entry, classes: list[SchoolClass]) -> dict[str, Any]:
    missing = returns.missing_guardians(entry, [each.pk for each in classes])
    return {
        "entry": entry,
        "task": returns.task_of(entry),
        "is_mine": _follower(request, entry).pk == entry.author_id,
        "may_remind": returns.not_reminded_today(entry, missing).exists(),
        "reminded_at": returns.last_reminded(entry, missing),
    }
