from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.actions.activation import issue_activation_code
from accounts.entrance.codes import VALIDITY
from accounts.entrance.pictures import with_pictures
from accounts.entrance.reauthentication import reauthentication_required
from accounts.models import Membership
from accounts.policies import can_issue_code
from core.http import one_or_404


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def activation_code(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """Asks first, since a new code ends the former one; then shows the code this once.

    Whoever comes in with pictures needs a card, square and all, and is sent where it is printed.
    """
    by = membership_in(request, school_id)
    visible = Membership.objects.visible_to(request.user).of_school(school_id)
    person = one_or_404(request, visible, pk)
    if not can_issue_code(by, person):
        raise Http404
    if with_pictures(person.school, [person]):
        messages.info(request, _("This child comes in with a card and pictures: print the card."))
        cards = reverse("accounts:cards", args=[school_id])
        return redirect(f"{cards}?{urlencode({'chosen': pk})}")
    code = issue_activation_code(by, membership=person) if request.method == "POST" else ""
    context = {"person": person, "code": code, "days": VALIDITY.days}
    return render(request, "accounts/activation_code.html", context)
