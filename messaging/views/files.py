from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from core.http import one_or_404
from messaging.models import Attachment
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
