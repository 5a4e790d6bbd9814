from typing import Any

import factory

from accounts.models import Membership
from core import clock
from messaging.delivery import hand_over
from messaging.models import Addressee, Attachment, Conversation, Message, Participant
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
    """A message as it was sent."""

    class Meta:
        model = Message
        skip_postgeneration_save = True

    conversation = factory.SubFactory(ConversationFactory, school=factory.SelfAttribute("..school"))
    author = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    body = "Bonjour"
    state = "sent"
    sent_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def delivered(self: Any, _create: object, people: object, **_: Any) -> None:
        """To everybody in the conversation, and to its author."""
        inside = Membership.objects.filter(participations__conversation=self.conversation)
        hand_over(self, list({*inside, self.author}))


class AddresseeFactory(SchoolOwnedFactory):
    class Meta:
        model = Addressee


class AttachmentFactory(SchoolOwnedFactory):
    class Meta:
        model = Attachment
