from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.choices import Issuer, Layout
from accounts.entrance import tries
from accounts.entrance.codes import CLASS_LENGTH, VALIDITY, digest_of, new_code
from accounts.entrance.pictures import with_pictures
from accounts.models import ActivationCode, ClassCode, Membership, SchoolClass, SignInCard
from accounts.policies import can_renew_class_code
from accounts.printing import Issued, make_pdf
from accounts.reach import reaches_beyond
from accounts.tellings import tell_of_new_codes
from core import clock


@transaction.atomic
def print_cards(
    by: Membership,
    *,
    people: Sequence[Membership],
    layout: Layout,
    site: str,
    forget_pictures: bool = False,
) -> bytes:
    """A PDF with a new code for each; `site` is the address that the codes lead to.

    The codes stand in it and nowhere else: what cannot be printed is not issued either.
    """
    issued = issue_codes(by, people=people, forget_pictures=forget_pictures)
    return make_pdf(by.school, issued, layout=layout, site=site)


@transaction.atomic
def issue_codes(
    by: Membership | None,
    *,
    people: Sequence[Membership],
    forget_pictures: bool = False,
) -> list[Issued]:
    """A new code for each of these people of one school; those issued before end.

    Young students get a card, all others what opens an account once. A few statements, whatever the
    number. `by` is None for the program itself.
    """
    asked = Membership.objects.filter(pk__in=[person.pk for person in people])
    allowed = asked if by is None else asked.issuable_by(by)
    found = list(
        allowed.select_for_update(of=("self",)).select_related("user", "school").order_by("pk")
    )
    if len(found) != len(people) or not found:
        raise PermissionDenied
    young = with_pictures(found[0].school, found)
    issued = [Issued(person, new_code(), with_pictures=person.pk in young) for person in found]
    _revoke_former(found)
    _let_try_again(found)
    if by is not None:
        tell_of_new_codes(by, found)
    _make_activation_codes(by, [each for each in issued if not each.with_pictures])
    _make_cards(
        by, [each for each in issued if each.with_pictures], forget_pictures=forget_pictures
    )
    return issued


@transaction.atomic
def renew_class_code(by: Membership, *, school_class: SchoolClass) -> None:
    """What children of the class type instead of showing their card; the former code ends."""
    if not can_renew_class_code(by, school_class):
        raise PermissionDenied
    ClassCode.objects.update_or_create(
        school_id=school_class.school_id,
        school_class=school_class,
        defaults={"code": new_code(CLASS_LENGTH)},
    )
    audit.record(by=by, verb="renew_class_code", target=school_class)


def _revoke_former(people: list[Membership]) -> None:
    former = ActivationCode.objects.filter(used_at=None, revoked_at=None, school=people[0].school)
    of_these = former.filter(membership__user__in=[person.user_id for person in people])
    of_these.update(revoked_at=clock.now())


def _let_try_again(people: list[Membership]) -> None:
    """Not where other schools rely on the account: whoever made codes could guess without end."""
    by_login = {person.user.username: person for person in people}
    for login in tries.having_tried(*by_login):
        person = by_login[login]
        if not reaches_beyond(person.user, [person.school_id]):
            tries.forget_tries(login)


def _issuer(by: Membership | None) -> Issuer:
    if by is None:
        return Issuer.PROGRAM
    return Issuer.ADMINISTRATOR if by.is_local_administrator else Issuer.TEACHER


def _make_activation_codes(by: Membership | None, issued: list[Issued]) -> None:
    people = [each.membership for each in issued]
    ActivationCode.objects.bulk_create(
        ActivationCode(
            school_id=each.membership.school_id,
            membership=each.membership,
            digest=digest_of(each.code),
            issuer=_issuer(by),
            expires_at=clock.now() + VALIDITY,
        )
        for each in issued
    )
    _record(by, "issue_activation_code", people)


def _make_cards(by: Membership | None, issued: list[Issued], *, forget_pictures: bool) -> None:
    renewed = ["digest", "made_at", "wrong_in_a_row", "wrong_in_all"]
    SignInCard.objects.bulk_create(
        [
            SignInCard(
                school_id=each.membership.school_id,
                membership=each.membership,
                digest=digest_of(each.code),
            )
            for each in issued
        ],
        update_conflicts=True,
        unique_fields=["membership"],
        update_fields=[*renewed, "pictures"] if forget_pictures else renewed,
    )
    people = [each.membership for each in issued]
    _make_class_codes(people)
    _record(by, "issue_card", people, forgotten=forget_pictures)


def _make_class_codes(students: list[Membership]) -> None:
    """For the classes of these that have none yet."""
    of_these = SchoolClass.objects.filter(enrolments__membership__in=students, codes=None)
    ClassCode.objects.bulk_create(
        [
            ClassCode(school_id=each.school_id, school_class=each, code=new_code(CLASS_LENGTH))
            for each in of_these.distinct()
        ],
        ignore_conflicts=True,
    )


def _record(by: Membership | None, verb: str, people: list[Membership], **facts: object) -> None:
    if people:
        school_id = people[0].school_id
        audit.record_each(by=by, verb=verb, targets=people, school_id=school_id, **facts)
