from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.choices import Duty, Profile
from accounts.groups import sync_groups
from accounts.models import Membership, School
from accounts.people import NewPerson, make_accounts
from accounts.policies import can_administer


@transaction.atomic
def add_person(  # noqa: PLR0913  (a person is made of these)
    by: Membership | None,
    *,
    school: School,
    first_name: str,
    last_name: str,
    profile: Profile,
    duties: Iterable[Duty] = (),
    language: str | None = None,
    birth_date: date | None = None,
) -> Membership:
    """A new account with a login of its own, in this school; call it within the school's wall.

    `by` is None for the program itself. Raises `NameWithoutLetters`.
    """
    if by is not None and not can_administer(by, school):
        raise PermissionDenied
    person = NewPerson(first_name.strip(), last_name.strip(), birth_date=birth_date)
    (user,) = make_accounts([person], language=language or school.language)
    membership = Membership.objects.create(
        school=school, user=user, profile=profile, duties=list(duties)
    )
    sync_groups(school.pk)
    audit.record(by=by, verb="add_person", target=membership, school_id=school.pk, profile=profile)
    return membership
