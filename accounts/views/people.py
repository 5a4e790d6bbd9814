from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import membership_in, signed_in
from accounts.choices import Duty
from accounts.circles import with_circle
from accounts.forms.people import PeopleFilter
from accounts.models import JoinedAccount, Membership, SchoolClass
from accounts.policies import can_look_after
from accounts.selection import chosen_ids
from core.http import one_or_404
from core.person_actions import actions_for
from core.person_parts import parts_for
from core.selections import actions_in

PEOPLE_A_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, school_id: int) -> HttpResponse:
    """Everybody of the school. Names are looked for by POST: an address is written to logs."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    given = request.POST or request.GET
    classes = SchoolClass.objects.administered_by(request.user).of_school(school_id)
    form = PeopleFilter(classes, given)
    form.is_valid()
    of_school = Membership.objects.administered_by(request.user).of_school(school_id)
    found = with_circle(of_school.matching(**form.cleaned_data))
    chosen = chosen_ids(given)
    page = Paginator(found, PEOPLE_A_PAGE).get_page(given.get("page"))
    context = {
        "form": form,
        "page": page,
        "school": by.school,
        "actions": actions_in(school_id),
        "chosen": chosen,
        "chosen_elsewhere": ",".join(map(str, sorted(chosen - {each.pk for each in page}))),
        "everybody": "everybody" in given,
    }
    return render(request, "accounts/people.html", context)


@login_required
@require_safe
def person(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by = membership_in(request, school_id)
    visible = Membership.objects.visible_to(request.user).of_school(school_id)
    person = one_or_404(request, with_circle(visible, seen=visible), pk)
    context = {
        "person": person,
        "administers": by.is_local_administrator,
        "looks_after": can_look_after(by, person),
        "others": visible.same_person(person),
        "parts": parts_for(signed_in(request), person),
        "joined": JoinedAccount.objects.shown_to(by, person),
        "actions": actions_for(by, person),
    }
    return render(request, "accounts/person.html", context)
