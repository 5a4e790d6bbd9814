from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.actions.duties import NoAdministratorLeft, set_duties
from accounts.choices import Duty
from accounts.entrance.reauthentication import reauthentication_required
from accounts.forms.duties import DutiesForm
from accounts.models import Membership
from accounts.policies import can_have_duties
from core.http import one_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def duties(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    visible = Membership.objects.administered_by(request.user).of_school(school_id)
    person = one_or_404(request, visible, pk)
    if not can_have_duties(person):
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = DutiesForm(person, visible.successors_of(person), given)
    if form.is_valid() and _are_set(by, person, form):
        gave_up = by.pk == person.pk and not person.is_local_administrator
        return redirect("newsfeed:feed") if gave_up else redirect("accounts:person", school_id, pk)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/duties.html", {"form": form, "person": person}, status=status)


def _are_set(by: Membership, person: Membership, form: DutiesForm) -> bool:
    """Whether they are; if not, the form says why."""
    try:
        set_duties(by, membership=person, **form.cleaned_data)
    except NoAdministratorLeft:
        form.add_error(
            "successor", _("Nobody else administers the school. Choose who does from now on.")
        )
        return False
    return True
