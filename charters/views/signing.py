from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.models import Membership
from charters.actions import CharterReplaced, charter_in_force, sign_charter
from charters.gate import still_to_sign
from charters.layout import blocks
from charters.models import CharterVersion, Signature
from charters.policies import can_sign
from core.http import one_or_404


@login_required
@require_safe
def charter(request: HttpRequest) -> HttpResponse:
    """What is to be signed, one profile after the other; afterwards what was signed."""
    memberships = signed_in(request).memberships
    due = still_to_sign(memberships)
    charters = [_charter_of(membership) for membership in due[:1] or memberships]
    context: dict[str, Any] = {"charters": charters, "due": bool(due)}
    if due:
        # Nothing else is open yet.
        context |= {"navigation": (), "account_pages": ()}
    return render(request, "charters/charter.html", context)


@login_required
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    version = one_or_404(request, CharterVersion.objects.visible_to(request.user), pk)
    memberships = signed_in(request).memberships
    by = next(m for m in memberships if can_sign(m, version))
    try:
        sign_charter(by, version=version)
    except CharterReplaced:
        messages.info(request, _("Your school has just changed its charter. Here is the new one."))
    return redirect("charters:charter" if still_to_sign(memberships) else "newsfeed:feed")


def _charter_of(membership: Membership) -> dict[str, Any]:
    version = charter_in_force(membership.school, membership.profile)
    return {
        "membership": membership,
        "version": version,
        "blocks": blocks(version.text),
        "signature": Signature.objects.in_force_of([membership]).first(),
    }
