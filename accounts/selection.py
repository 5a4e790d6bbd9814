"""Several people of a school, as a form names them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.circles import with_circle
from accounts.forms.people import PeopleFilter
from accounts.models import Membership, SchoolClass
from core.http import key_in

NAMES_SHOWN = 12


def chosen_ids(given: QueryDict) -> set[int]:
    """The ids in `chosen`: one a field, as boxes are ticked, or many with commas between."""
    said = ",".join(given.getlist("chosen"))
    return {key for each in said.split(",") if (key := key_in(each)) is not None}


@dataclass(frozen=True)
class Selection:
    """Who is chosen, by name; each with account and classes."""

    by: Membership
    people: list[Membership]

    def only(self, allowed: Callable[[Membership, Membership], bool]) -> "Selection":
        """Those of them about whom this policy allows it."""
        return Selection(self.by, [each for each in self.people if allowed(self.by, each)])

    @property
    def ids(self) -> str:
        return ",".join(str(person.pk) for person in self.people)

    @property
    def names(self) -> list[str]:
        return [person.name for person in self.people[:NAMES_SHOWN]]

    @property
    def others(self) -> int:
        return max(0, len(self.people) - NAMES_SHOWN)


def selection_of(request: HttpRequest, school_id: int) -> Selection:
    """Those a local administrator chose, or all that fit the filter if `everybody` is ticked.

    Whoever is not of the school is not in it. `Http404` for those who do not administer it.
    """
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Membership.objects.administered_by(request.user).of_school(school_id)
    if "everybody" in request.POST:
        classes = SchoolClass.objects.administered_by(request.user).of_school(school_id)
        form = PeopleFilter(classes, request.POST)
        form.is_valid()
        here = here.matching(**form.cleaned_data)
    else:
        here = here.filter(pk__in=chosen_ids(request.POST))
    return Selection(by, list(with_circle(here).by_name()))
