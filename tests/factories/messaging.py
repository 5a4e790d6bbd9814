from typing import Any

import factory

from accounts.models import Membership
from messaging.models import Conversation, Message, Participant
from tests.factories.accounts import MembershipFactory
from tests.factories.base import SchoolOwnedFactory


class ConversationFactory(SchoolOwnedFactory):
    """A conversation and who is in it: `ConversationFactory(school=…, between=[mother, teacher])`."""

    class Meta:
        model = Conversation
        skip_postgeneration_save = True

    subject = "Cantine"

    @factory.post_generation
    def between(self: Any, _create: object, people: list[Membership] | None, **_: Any) -> None:
        for person in people or []:
            ParticipantFactory(school=self.school, conversation=self, membership=person)


class ParticipantFactory(SchoolOwnedFactory):
    class Meta:
        model = Participant

    conversation = factory.SubFactory(ConversationFactory, school=factory.SelfAttribute("..school"))
    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))


class MessageFactory(SchoolOwnedFactory):
    class Meta:
        model = Message

    conversation = factory.SubFactory(ConversationFactory, school=factory.SelfAttribute("..school"))
    author = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    body = "Bonjour"
