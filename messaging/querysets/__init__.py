from messaging.querysets.conversations import WAITS, ConversationQuerySet, ParticipantQuerySet
from messaging.querysets.deliveries import DeliveryQuerySet
from messaging.querysets.messages import AddresseeQuerySet, AttachmentQuerySet, MessageQuerySet

__all__ = [
    "WAITS",
    "AddresseeQuerySet",
    "AttachmentQuerySet",
    "ConversationQuerySet",
    "DeliveryQuerySet",
    "MessageQuerySet",
    "ParticipantQuerySet",
]
