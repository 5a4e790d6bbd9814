"""What a young student does at the door: choose three pictures once, touch them ever after."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import constant_time_compare

import audit
from accounts.actions.activation import issue_activation_code
from accounts.actions.rights import end_sessions
from accounts.entrance import tries
from accounts.entrance.codes import digest_of
from accounts.entrance.entrants import CardNotAccepted, Entrant, at_the_door
from accounts.entrance.pictures import digest_of_pictures, with_pictures
from accounts.entrance.proofs import Proof
from accounts.models import Membership, SignInCard, User
from accounts.reach import must_be_of_school


class WrongPictures(Exception):
    """These are not the pictures of this student, or not in this order."""


class CardStopped(Exception):
    """Was tried wrongly too often; only a new card helps."""


@dataclass(frozen=True)
class Entry:
    """Who has shown that it is them, and may be blocked all the same; whoever has outgrown the
    pictures chooses a password with the proof.
    """

    user: User
    proof: Proof | None = None


def enter_with_pictures(entrant: Entrant, *, pictures: Sequence[str]) -> Entry:
    """Raises `WrongPictures`, `CardStopped`, `CardNotAccepted` or `TooManyTries`."""
    with at_the_door(entrant) as student:
        tries.count_try(student.user.username)
        if not _are_right(entrant, student, pictures):
            raise WrongPictures
        tries.give_back_try(student.user.username)
        return _entry(student)


def choose_pictures(entrant: Entrant, *, pictures: Sequence[str]) -> Entry:
    """The pictures of this student from now on, and the end of a password they may have had.

    Raises `CardNotAccepted`, also if there are pictures already, or `AccountOfOtherSchools`.
    """
    with at_the_door(entrant) as student, transaction.atomic():
        card = _locked(entrant)
        user = student.user
        if card.pictures:
            raise CardNotAccepted
        must_be_of_school(user, student.school_id)
        card.pictures = digest_of_pictures(student.pk, pictures)
        card.save(update_fields=["pictures"])
        user.set_pictures_instead()
        user.save(update_fields=["password"])
        end_sessions(user)
        audit.record(by=student, verb="choose_pictures", target=student)
        return _entry(student)


@transaction.atomic
def _are_right(entrant: Entrant, student: Membership, pictures: Sequence[str]) -> bool:
    """A wrong try is written down, whatever is then said of it."""
    card = _locked(entrant)
    if card.is_stopped:
        raise CardStopped
    right = constant_time_compare(card.pictures, digest_of_pictures(student.pk, pictures))
    card.wrong_in_a_row = 0 if right else card.wrong_in_a_row + 1
    card.wrong_in_all += not right
    card.save(update_fields=["wrong_in_a_row", "wrong_in_all"])
    if not right:
        audit.record(by=student, verb="miss_pictures", target=student, stopped=card.is_stopped)
    return right


def _locked(entrant: Entrant) -> SignInCard:
    """Two tries at once are two tries; and with a new card this one is nobody's."""
    card = SignInCard.objects.select_for_update().filter(digest=entrant.digest).first()
    if card is None:
        raise CardNotAccepted
    return card


def _entry(student: Membership) -> Entry:
    if not student.is_usable or with_pictures(student.school, [student]):
        return Entry(student.user)
    code = issue_activation_code(None, membership=student)
    return Entry(student.user, Proof(student.user_id, code=digest_of(code)))
