from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.choices import Duty, Profile
from accounts.groups import sync_groups
from accounts.logins import folded_name, login_stem
from accounts.models import Enrolment, Membership, School, SchoolClass
from accounts.people import NewPerson, make_accounts
from accounts.policies import administers, can_administer, can_also_be
from accounts.reach import AccountOfOtherSchools, reaches_beyond


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
    email: str = "",
    classes: Iterable[SchoolClass] = (),
) -> Membership:
    """A new account with a login of its own, in this school; call it within the school's wall.

    `by` is None for the program itself. Raises `NameWithoutLetters`.
    """
    if by is not None and not can_administer(by, school):
        raise PermissionDenied
    person = NewPerson(first_name.strip(), last_name.strip(), email=email, birth_date=birth_date)
    (user_id,) = make_accounts([person], language=language or school.language)
    membership = Membership.objects.create(
        school=school, user_id=user_id, profile=profile, duties=list(duties)
    )
    _put_into(classes, membership)
    sync_groups(school.pk, of=[membership.pk])
    audit.record(by=by, verb="add_person", target=membership, school_id=school.pk, profile=profile)
    return membership


@transaction.atomic
def add_profile(
    by: Membership,
    *,
    membership: Membership,
    profile: Profile,
    classes: Iterable[SchoolClass] = (),
) -> Membership:
    """Makes somebody one thing more in their school: a teacher who is a parent, with one login.

    Who is blocked there is blocked as that too, and what they may not send they may not as that. Raises `PermissionDenied`.
    """
    School.objects.select_for_update().get(pk=membership.school_id)
    if not administers(by, membership.school_id) or not can_also_be(membership, profile):
        raise PermissionDenied
    membership.refresh_from_db(fields=["blocked_at", "blocked_until", "restrictions"])
    added = Membership.objects.create(
        school_id=membership.school_id,
        user_id=membership.user_id,
        profile=profile,
        blocked_at=membership.blocked_at,
        blocked_until=membership.blocked_until,
        restrictions=membership.restrictions,
    )
    _put_into(classes, added)
    sync_groups(added.school_id, of=[added.pk])
    audit.record(by=by, verb="add_profile", target=added, profile=profile)
    return added


@transaction.atomic
def edit_person(  # noqa: PLR0913  (a person is made of these)
    by: Membership,
    *,
    membership: Membership,
    first_name: str,
    last_name: str,
    birth_date: date | None,
    email: str,
) -> None:
    """What the school knows of a person; the login stays as it was made.

    Raises `AccountOfOtherSchools`, or `NameWithoutLetters`.
    """
    if not administers(by, membership.school_id):
        raise PermissionDenied
    user = membership.user
    if reaches_beyond(user, by.user.administered_schools):
        raise AccountOfOtherSchools
    login_stem(first_name, last_name)
    said = {
        "first_name": first_name.strip(),
        "last_name": last_name.strip(),
        "folded_name": folded_name(first_name, last_name),
        "birth_date": birth_date,
        "email": email,
    }
    changed = [name for name, value in said.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, said[name])
    user.save(update_fields=changed)
    for each in Membership.objects.filter(user=user):
        sync_groups(each.school_id, of=[each.pk])  # finds people by the words of their names
    audit.record(by=by, verb="edit_person", target=membership, fields=changed)


def _put_into(classes: Iterable[SchoolClass], membership: Membership) -> None:
    Enrolment.objects.bulk_create(
        Enrolment(school_id=membership.school_id, membership=membership, school_class=each)
        for each in classes
    )
