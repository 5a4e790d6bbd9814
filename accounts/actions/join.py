from django.db import transaction
from django.utils.translation import gettext as _

import audit
from accounts.actions.rights import end_sessions
from accounts.deciding import NotAllowed, hold_administration, hold_school
from accounts.groups import sync_groups
from accounts.joining import hindrances, parts_of
from accounts.models import JoinedAccount, Membership, User
from accounts.reach import AccountOfOtherSchools, is_anywhere_but
from accounts.tellings import tell_of_joining
from core import wall
from core.joining import join_rows


class CannotBeJoined(Exception):
    """These are not two accounts of one person, or not now; the message says why."""


@transaction.atomic
def join_accounts(by: Membership | None, *, kept: User, ended: User) -> None:
    """Makes two accounts of one person one: everything of `ended` goes on in `kept`.

    The login of `kept` stays, with its password and second factors; what opened `ended` ends. This
    cannot be undone. `by` is None for an operator at the command line, within the wall of all their
    schools. Raises `CannotBeJoined`, `AccountOfOtherSchools` or `NotAllowed`: nobody joins their own
    account with another's, who would have their private words read.
    """
    with wall.directory_open():
        acting = _hold_schools(by, kept, ended)
        kept, ended = _hold_accounts(kept, ended)
        if _schools_of(kept, ended) != list(acting):
            raise CannotBeJoined(_("One of them has just come to another school. Try again."))
        said = hindrances(kept, ended)
        if said:
            raise CannotBeJoined(" ".join(said))
        end_sessions(ended)
        _record(acting, kept, ended)
        with wall.erasing(), wall.protection_open():
            join_rows(ended, kept)
        _tell(acting, kept)
    for school_id in acting:
        sync_groups(school_id)


def _hold_schools(by: Membership | None, kept: User, ended: User) -> dict[int, Membership | None]:
    """As whom `by` acts in each school of the two, held until the transaction ends."""
    school_ids = _schools_of(kept, ended)
    if by is None:
        for school_id in school_ids:
            hold_school(school_id)
        return dict.fromkeys(school_ids)
    if by.user_id in (kept.pk, ended.pk):
        raise NotAllowed
    mine = {m.school_id: m for m in by.user.memberships if m.is_local_administrator}
    if any(is_anywhere_but(user, mine) for user in (kept, ended)):
        raise AccountOfOtherSchools
    for school_id in school_ids:
        hold_administration(mine[school_id], school_id)
    return {school_id: mine[school_id] for school_id in school_ids}


def _hold_accounts(kept: User, ended: User) -> tuple[User, User]:
    """From now on neither is erased or joined elsewhere, and no school takes one of them in."""
    both = User.objects.select_for_update().filter(pk__in=[kept.pk, ended.pk]).order_by("pk")
    held = {user.pk: user for user in both}
    if kept.pk == ended.pk or not {kept.pk, ended.pk} <= held.keys():
        raise CannotBeJoined(_("These are not two accounts."))
    return held[kept.pk], held[ended.pk]


def _schools_of(kept: User, ended: User) -> list[int]:
    both = Membership.objects.filter(user__in=[kept, ended])
    return sorted(set(both.values_list("school", flat=True)))


def _tell(acting: dict[int, Membership | None], kept: User) -> None:
    """Once, however many schools they are in."""
    person = Membership.objects.filter(user=kept).order_by("pk")[0]
    tell_of_joining(acting[person.school_id], person)


def _record(acting: dict[int, Membership | None], kept: User, ended: User) -> None:
    for part in parts_of(kept, ended):
        goes_on_as, doer = part.twin or part.membership, acting[part.membership.school_id]
        JoinedAccount.objects.create(
            school_id=goes_on_as.school_id,
            membership=goes_on_as,
            login=ended.username,
            former=part.membership.pk if part.twin else None,
            joined_by=doer,
        )
        audit.record(
            by=doer,
            verb="join_accounts",
            target=goes_on_as,
            school_id=goes_on_as.school_id,
            former=part.membership.pk,
        )
