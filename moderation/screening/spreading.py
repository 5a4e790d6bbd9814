"""Whether nearly the same text is going out to more and more people."""

from datetime import timedelta

from django.db.models import Func, IntegerField, Q
from rapidfuzz import fuzz

from accounts.logins import fold
from accounts.models import Membership
from core import clock
from messaging.models import Message

WITHIN = timedelta(hours=48)
# "Thank you for the outing" is written by many who mean it.
SHORTEST = 60
ALIKE = 90
# Texts whose lengths differ by more are never that much alike.
_LONGER = 2 / (ALIKE / 100) - 1
MANY, FROM_ONE = 4, 10


def is_spreading(by: Membership, text: str) -> bool:
    """Whether other students have passed this on already, or one of them to very many."""
    told = fold(text)
    if len(told) < SHORTEST:
        return False
    sent = {
        (conversation, author)
        for conversation, author, words in _sent_lately(by, len(told))
        if fuzz.ratio(told, words, score_cutoff=ALIKE)
    }
    others = any(author != by.pk for _conversation, author in sent)
    return len({conversation for conversation, _author in sent}) >= (MANY if others else FROM_ONE)


def _sent_lately(by: Membership, length: int) -> list[tuple[int, int, str]]:
    """What students of the school sent, of about this length: conversation, author and words."""
    there = Message.objects.there().filter(
        ~Q(state__in=(Message.State.DRAFT, Message.State.SCHEDULED)),
        school=by.school_id,
        sent_at__gte=clock.now() - WITHIN,
        author__in=Membership.objects.of_school(by.school_id).children().values("pk"),
    )
    # What is folded has one byte a letter; counting letters would read every text.
    size = Func("folded", function="octet_length", output_field=IntegerField())
    alike = there.annotate(length=size).filter(
        length__gte=int(length / _LONGER), length__lte=int(length * _LONGER) + 1
    )
    return list(alike.values_list("conversation", "author", "folded"))
