from typing import Any

import factory

from accounts.models import Membership
from messaging.models import Conversation, Message, Participant
from tests.factories.accounts import MembershipFactory
from tests.factories.base import SchoolOwnedFactory


class ConversationFactory(SchoolOwnedFactory[Conversation]):
    """A conversation and who is in it: `ConversationFactory(school=…, between=[mother, teacher])`."""

    class Meta:
        model = Conversation
        skip_postgeneration_save = True

    subject = "Cantine"

    @factory.post_generation
    def between(
        talk: Conversation, create: bool, people: list[Membership] | None, **_: Any
    ) -> None:  # type: ignore[misc]  # noqa: N805, FBT001  (factory-boy passes the new object)
        for person in people or []:
            ParticipantFactory(school=talk.school, conversation=talk, membership=person)


class ParticipantFactory(SchoolOwnedFactory[Participant]):
    class Meta:
        model = Participant

    conversation = factory.SubFactory(ConversationFactory, school=factory.SelfAttribute("..school"))
    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))


class MessageFactory(SchoolOwnedFactory[Message]):
    class Meta:
        model = Message

    conversation = factory.SubFactory(ConversationFactory, school=factory.SelfAttribute("..school"))
    author = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    body = "Bonjour"
