from accounts.models import Membership, User
from moderation.models import Case
from moderation.subjects import Thing


class OwnWords(Exception):
    """Nobody reports what they wrote themselves: they can delete it."""


def can_report(by: Membership, thing: Thing) -> bool:
    return thing.author is None or thing.author.user_id != by.user_id


def can_handle(by: Membership, case: Case) -> bool:
    """Whether it is theirs to handle at this moment, whatever the request knows of them."""
    return Case.objects.visible_to(User.objects.get(pk=by.user_id)).filter(pk=case.pk).exists()
