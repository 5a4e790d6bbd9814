from django.http import HttpRequest

from core.http import one_or_404
from messaging.models import Conversation, Participant


def participant_of(request: HttpRequest, conversation_id: int) -> Participant:
    """As whom this person is in it, with the conversation at hand."""
    here = Conversation.objects.visible_to(request.user).with_project()
    found = one_or_404(request, here, conversation_id)
    me = Participant.objects.of(request.user).with_people().in_conversation(found)
    me.conversation = found
    return me
