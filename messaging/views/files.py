from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from core.http import one_or_404
from messaging.access import participant_of
from messaging.actions import open_answer
from messaging.attaching import files_of, put_files
from messaging.models import Attachment, Message
from uploads.attaching import FilesRefused, tell_what_is_attached
from uploads.serving import serve


@login_required
@require_safe
def attachment(request: HttpRequest, conversation_id: int, attachment_id: int) -> HttpResponseBase:
    """A file of a message; with `small` in the address, of a picture the small one."""
    seen = Attachment.objects.visible_to(request.user)
    here = seen.filter(message__conversation=conversation_id)
    return serve(
        request, one_or_404(request, here, attachment_id).file, small="small" in request.GET
    )


@login_required
@require_POST
def attach(request: HttpRequest, message_id: int) -> HttpResponse:
    """A file by itself, as soon as it is chosen; the page's own form takes files too."""
    unsent = Message.objects.unsent_of(request.user)
    return _put(request, one_or_404(request, unsent, message_id))


@login_required
@require_POST
def attach_to_answer(request: HttpRequest, conversation_id: int) -> HttpResponse:
    me = participant_of(request, conversation_id)
    return _put(request, open_answer(me.membership, conversation=me.conversation))


def _put(request: HttpRequest, draft: Message) -> HttpResponse:
    refused: list[str] = []
    try:
        put_files(request, draft.author, draft)
    except FilesRefused as refusal:
        refused = refusal.sentences
    return tell_what_is_attached(request, draft.author, files_of(draft), refused)
