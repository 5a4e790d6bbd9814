from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from core.http import one_or_404
from newsfeed.attaching import attached, attachments_of, put_files
from newsfeed.models import Entry, EntryFile
from uploads.attaching import FilesRefused, tell_what_is_attached
from uploads.serving import serve


@login_required
@require_safe
def attachment(request: HttpRequest, entry_id: int, attachment_id: int) -> HttpResponseBase:
    """A file of an entry; with `small` in the address, of a picture the small one."""
    seen = EntryFile.objects.visible_to(request.user).filter(entry=entry_id)
    found = one_or_404(request, seen, attachment_id)
    return serve(request, found.file, small="small" in request.GET)


@login_required
@require_POST
def attach(request: HttpRequest, entry_id: int) -> HttpResponse:
    """A file by itself, as soon as it is chosen; the page's own form takes files too."""
    found = one_or_404(request, Entry.objects.mine(request.user), entry_id)
    refused: list[str] = []
    try:
        put_files(request, found.author, found)
    except FilesRefused as refusal:
        refused = refusal.sentences
    shown = attached(attachments_of(found))
    return tell_what_is_attached(request, found.author, shown, refused)
