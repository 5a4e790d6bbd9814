"""How a conversation is called in a list: by those one has it with."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from messaging.models import Addressee, Conversation, Message, Participant

NAMED = 3


@dataclass(frozen=True)
class Counterpart:
    """Whoever began it, or whom one began it with; empty `names` where their accounts are erased.

    `more` are those beside the ones named, where the reader learns of them.
    """

    names: str
    more: int
    key: int
    face: str = ""


def counterparts_of(mine: Collection[Participant]) -> dict[int, Counterpart]:
    """By the key of the conversation; one query for all. Needs who began each, and how many `people`
    are in it, at hand.
    """
    begun = [each.conversation_id for each in mine if _began(each)]
    addressed = _addressed(begun)
    return {
        each.conversation_id: _to_whom(each.conversation_id, addressed)
        if _began(each)
        else _from_whom(each)
        for each in mine
    }


def drafted_to(unsent: Collection[Message]) -> list[Counterpart]:
    """The same of messages not sent yet, each in its place; one query for all."""
    addressed = _addressed([each.conversation_id for each in unsent])
    return [
        _to_whom(each.conversation_id, addressed)
        if each.conversation.started_by_id == each.author_id
        else _to_starter(each.conversation)
        for each in unsent
    ]


def _began(mine: Participant) -> bool:
    began: bool = mine.conversation.started_by_id == mine.membership_id
    return began


def _addressed(conversation_ids: list[int]) -> dict[int, list[Addressee]]:
    found: dict[int, list[Addressee]] = defaultdict(list)
    if not conversation_ids:
        return found
    addressees = Addressee.objects.filter(message__conversation__in=conversation_ids)
    for each in addressees.with_labels().select_related("message"):
        found[each.message.conversation_id].append(each)
    return found


def _to_whom(conversation_id: int, all_addressed: dict[int, list[Addressee]]) -> Counterpart:
    addressed = all_addressed[conversation_id]
    names = [each.label for each in addressed[:NAMED]]
    first = addressed[0].membership if addressed else None
    return Counterpart(
        names=", ".join(names),
        more=len(addressed) - len(names),
        key=first.user_id if first else conversation_id,
        face=first.user.face if first else "",
    )


def _to_starter(conversation: Conversation, more: int = 0) -> Counterpart:
    starter = conversation.started_by
    if starter is None:
        return Counterpart(names="", more=0, key=conversation.pk)
    return Counterpart(names=starter.name, more=more, key=starter.user_id, face=starter.user.face)


def _from_whom(mine: Participant) -> Counterpart:
    people: int = mine.people  # type: ignore[attr-defined]  # by `with_people`
    more = max(people - 2, 0) if mine.conversation.answers_to_all else 0
    return _to_starter(mine.conversation, more)
