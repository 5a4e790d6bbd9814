"""Who stands at the door with a card, or with the code of a class and a name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from accounts.entrance import tries
from accounts.entrance.codes import digest_of, typed_code
from accounts.logins import fold
from accounts.models import ClassCode, Membership, SignInCard, User
from core import clock, wall

TIME_TO_CHOOSE = timedelta(minutes=10)
KEY = "entrant"


class CardNotAccepted(Exception):
    """There is no such card any more, or nobody, or more than one, whom the words could mean."""


@dataclass(frozen=True)
class Entrant:
    """A student whose card was shown. Once there is a new card, this is nobody."""

    user_id: int
    digest: str


def entrant_with_card(*, login: str, code: str) -> Entrant:
    """Raises `CardNotAccepted` or `TooManyTries`."""
    tries.count_try(login)
    with wall.directory_open():
        user = User.objects.filter(username=login).first()
    if user is None:
        raise CardNotAccepted
    entrant = Entrant(user.pk, digest_of(code))
    with at_the_door(entrant):
        tries.give_back_try(login)
        return entrant


def entrant_of_class(*, class_code: str, first_name: str) -> Entrant:
    """Somebody who has chosen their pictures: others of the class could choose in their place.

    Namesakes add letters of their last name. Raises `CardNotAccepted` or `TooManyTries`.
    """
    code = typed_code(class_code)
    # Nobody's account yet: what slows down is the address.
    tries.count_try(code)
    with wall.directory_open():
        door = ClassCode.objects.filter(code=code).first()
    if door is None:
        raise CardNotAccepted
    tries.give_back_try(code)
    with wall.within(door.school_id):
        chosen = SignInCard.objects.exclude(pictures="").filter(membership__closed_at=None)
        of_class = chosen.filter(membership__enrolments__school_class=door.school_class_id)
        found = [
            Entrant(card.membership.user_id, card.digest)
            for card in of_class.select_related("membership__user")
            if _is_called(card.membership.user, first_name)
        ]
    if len(found) != 1:
        raise CardNotAccepted
    return found[0]


@contextmanager
def at_the_door(entrant: Entrant) -> Iterator[Membership]:
    """Within the block the schools of this student exist. Raises `CardNotAccepted`.

    Whom no school lets in stands there too, and reads so after the right pictures, as others after
    the right password; whom another school lets in comes in by what that one gave them.
    """
    with wall.as_person(entrant.user_id), wall.within(*_schools_of(entrant.user_id)):
        cards = SignInCard.objects.usable().filter(digest=entrant.digest)
        card = cards.select_related("membership__user", "membership__school").first()
        if card is None or card.membership.user_id != entrant.user_id:
            raise CardNotAccepted
        if not card.membership.is_usable and card.membership.user.is_active:
            raise CardNotAccepted
        yield card.membership


def _schools_of(user_id: int) -> list[int]:
    """Also those that do not let them in now."""
    return list(Membership.objects.filter(user=user_id).values_list("school", flat=True))


def card_of(entrant: Entrant) -> SignInCard:
    """Raises `CardNotAccepted`."""
    with at_the_door(entrant) as student:
        return SignInCard.objects.select_related("membership__user").get(membership=student)


def remember(request: HttpRequest, entrant: Entrant) -> None:
    """In the session of this browser, for as long as it takes to touch three pictures."""
    request.session[KEY] = asdict(entrant) | {"at": clock.now().isoformat()}


def remembered(request: HttpRequest) -> Entrant | None:
    kept = dict(request.session.get(KEY, {}))
    if not kept or clock.now() - datetime.fromisoformat(kept.pop("at")) > TIME_TO_CHOOSE:
        return None
    return Entrant(**kept)


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def _is_called(user: User, typed: str) -> bool:
    first_name, whole = fold(user.first_name), fold(user.get_full_name())
    name = fold(typed)
    return name == first_name or (name.startswith(f"{first_name} ") and whole.startswith(name))
