"""A person moves to another school of the platform and keeps the account. Both schools agree: the
one they leave by giving a code to the family, the one they come to by entering it.
"""

from datetime import timedelta

from django.db import transaction

import audit
from accounts.actions.rights import end_sessions
from accounts.deciding import NotAllowed, hold_rights_over
from accounts.entrance import tries
from accounts.entrance.codes import digest_of, new_code
from accounts.groups import sync_groups
from accounts.joining import hindrances
from accounts.models import JoinedAccount, Membership, TransferCode, User
from accounts.policies import can_move_away, can_take_over
from accounts.reach import is_anywhere_but
from core import clock, wall
from core.joining import join_rows

VALIDITY = timedelta(days=60)


class TransferNotAccepted(Exception):
    """There is no such code, it is over, or it is not this person's. It never says which."""


@transaction.atomic
def make_transfer_code(by: Membership, *, membership: Membership) -> str:
    """Told here and never again; it revokes those made before. Raises `NotAllowed`.

    Closing the account ends it too.
    """
    hold_rights_over(by, membership)
    if not can_move_away(by, Membership.objects.get(pk=membership.pk)):
        raise NotAllowed
    now = clock.now()
    open_codes = TransferCode.objects.filter(membership=membership, used_at=None, revoked_at=None)
    open_codes.update(revoked_at=now)
    code = new_code()
    TransferCode.objects.create(
        school_id=membership.school_id,
        membership=membership,
        digest=digest_of(code),
        expires_at=now + VALIDITY,
    )
    audit.record(by=by, verb="make_transfer_code", target=membership)
    return code


def take_account_over(by: Membership, *, membership: Membership, code: str) -> None:
    """The new account that this school made for the person gives way to the one they have.

    Raises `TransferNotAccepted`, `TooManyTries` or `NotAllowed`.
    """
    login = membership.user.username
    tries.count_try(login)
    _take_over(by, membership, digest_of(code))
    tries.give_back_try(login)


@transaction.atomic
def _take_over(by: Membership, membership: Membership, digest: str) -> None:
    hold_rights_over(by, membership)
    if not can_take_over(by, membership) or is_anywhere_but(membership.user, [by.school_id]):
        raise TransferNotAccepted
    with wall.directory_open():
        former = TransferCode.objects.filter(digest=digest).values_list("school", flat=True).first()
    if former in (None, membership.school_id):
        raise TransferNotAccepted
    with wall.directory_open(), wall.within(former, membership.school_id):
        transfer = _held(digest)
        kept, ended = _accounts(transfer.membership.user_id, membership.user_id)
        if not _are_one(kept, ended) or hindrances(kept, ended):
            raise TransferNotAccepted
        transfer.used_at = clock.now()
        transfer.save(update_fields=["used_at"])
        end_sessions(ended)
        _record(by, membership, transfer.membership, ended)
        join_rows(ended, kept)
    sync_groups(membership.school_id)


def _held(digest: str) -> TransferCode:
    """The code, which nobody else uses until the transaction ends."""
    usable = TransferCode.objects.filter(
        digest=digest, used_at=None, revoked_at=None, expires_at__gt=clock.now()
    )
    transfer = usable.select_for_update(of=("self",)).select_related("membership").first()
    if transfer is None:
        raise TransferNotAccepted
    return transfer


def _accounts(kept: int, ended: int) -> tuple[User, User]:
    held = User.objects.select_for_update().order_by("pk").in_bulk([kept, ended])
    return held[kept], held[ended]


def _are_one(kept: User, ended: User) -> bool:
    """The code alone is no proof: it may be entered on somebody else's page."""
    there = Membership.objects.filter(user=kept).values("school", "profile")
    if Membership.objects.filter(user=ended, profile__in=there.values("profile")).filter(
        school__in=there.values("school")
    ):
        return False
    if kept.birth_date and ended.birth_date:
        return kept.birth_date == ended.birth_date
    return kept.folded_name == ended.folded_name


def _record(by: Membership, membership: Membership, former: Membership, ended: User) -> None:
    """In the log of either school; neither reads there who acts in the other."""
    JoinedAccount.objects.create(
        school_id=membership.school_id,
        membership=membership,
        login=ended.username,
        joined_by=by,
    )
    audit.record(by=by, verb="take_account_over", target=membership)
    audit.record(by=None, verb="move_away", target=former, school_id=former.school_id)
