from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.models import Membership
from accounts.policies import administers
from moderation.models import SchoolWord


@transaction.atomic
def add_word(by: Membership, *, phrase: str, tier: str) -> SchoolWord:
    """From now on this folded phrase is looked at as one of that tier, whatever it was before."""
    if not administers(by, by.school_id):
        raise PermissionDenied
    word, _made = SchoolWord.objects.update_or_create(
        school_id=by.school_id, phrase=phrase, defaults={"tier": tier}
    )
    audit.record(by=by, verb="add_word", target=word, tier=tier)
    return word


@transaction.atomic
def remove_word(by: Membership, *, word: SchoolWord) -> None:
    """From now on the phrase is what we ship, or nothing."""
    if not administers(by, word.school_id):
        raise PermissionDenied
    audit.record(by=by, verb="remove_word", target=word, tier=word.tier)
    word.delete()
