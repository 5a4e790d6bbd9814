from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.actions.codes import print_cards
from accounts.entrance.reauthentication import reauthentication_required
from accounts.forms.cards import CardsForm
from accounts.models import Membership, SchoolClass
from accounts.policies import can_print_cards
from accounts.selection import chosen_ids, selection_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def cards(request: HttpRequest, school_id: int) -> HttpResponse:
    """Says whose codes end; the same address then makes the PDF.

    One comes here from a class, from a person, or with people chosen in the list.
    """
    by = membership_in(request, school_id)
    if not can_print_cards(by):
        raise Http404
    people, classes = Membership.objects.issuable_by(by), SchoolClass.objects.led_by(by)
    given = request.POST or request.GET
    printing = "layout" in request.POST
    picked = (
        chosen_ids(given)
        if printing or not request.POST
        else {person.pk for person in selection_of(request, school_id).people}
    )
    form = CardsForm(given, picked=picked, school=by.school, people=people, classes=classes)
    if form.is_valid() and printing:
        return _pdf(request, by, form)
    status = 422 if printing else 200
    context = {
        "form": form,
        "school": by.school,
        "administers": by.is_local_administrator,
        "chosen": form.shown(),
    }
    return render(request, "accounts/cards.html", context, status=status)


def _pdf(request: HttpRequest, by: Membership, form: CardsForm) -> HttpResponse:
    given = form.cleaned_data
    pdf = print_cards(
        by,
        people=list(form.chosen()),
        layout=given["layout"],
        site=request.build_absolute_uri("/").rstrip("/"),
        forget_pictures=given.get("forget_pictures", False),
    )
    headers = {"Content-Disposition": 'attachment; filename="preau.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
