from accounts.models import Membership, User
from moderation.models import Case
from moderation.screening.screener import teachers_of
from moderation.subjects import Thing


class OwnWords(Exception):
    """Nobody reports what they wrote themselves: they can delete it."""


def can_report(by: Membership, thing: Thing) -> bool:
    return thing.author is None or thing.author.user_id != by.user_id


def whom_to_tell(by: Membership, thing: Thing) -> list[Membership]:
    """The teachers of a student, without whom it is about: each may be told of it too."""
    author = thing.author.user_id if thing.author else None
    return [each for each in teachers_of(by) if each.user_id != author]


def can_handle(by: Membership, case: Case) -> bool:
    """Whether it is theirs to handle at this moment, whatever the request knows of them."""
    return Case.objects.visible_to(User.objects.get(pk=by.user_id)).filter(pk=case.pk).exists()
