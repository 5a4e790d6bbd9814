from messaging.querysets.conversations import ConversationQuerySet, ParticipantQuerySet
from messaging.querysets.deliveries import DeliveryQuerySet
from messaging.querysets.messages import AddresseeQuerySet, AttachmentQuerySet, MessageQuerySet

__all__ = [
    "AddresseeQuerySet",
    "AttachmentQuerySet",
    "ConversationQuerySet",
    "DeliveryQuerySet",
    "MessageQuerySet",
    "ParticipantQuerySet",
]
