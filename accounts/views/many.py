"""What administrators do about several people at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.actions.classes import enrol
from accounts.forms.classes import BESIDES, EnrolManyForm
from accounts.models import SchoolClass
from accounts.policies import can_be_enrolled
from accounts.selection import selection_of


@login_required
@require_POST
def change_class(request: HttpRequest, school_id: int) -> HttpResponse:
    """Asks which class first; the same address then takes the answer."""
    selection = selection_of(request, school_id)
    classes = SchoolClass.objects.administered_by(request.user).of_school(school_id)
    form = EnrolManyForm(classes, request.POST if "how" in request.POST else None)
    if form.is_valid():
        chosen, how = form.cleaned_data["school_class"], form.cleaned_data["how"]
        count = enrol(
            selection.by,
            memberships=selection.people,
            classes=[chosen] if chosen else [],
            instead=how != BESIDES,
        )
        said = ngettext("%(n)d person changed class.", "%(n)d people changed class.", count)
        messages.success(request, said % {"n": count})
        return redirect("accounts:people", school_id)
    concerned = [person for person in selection.people if can_be_enrolled(person)]
    context = {"selection": selection, "form": form, "concerned": concerned}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/change_class.html", context, status=status)
