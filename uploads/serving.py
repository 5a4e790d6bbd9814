"""How a file is handed to whoever may have it. That they may, the caller has found out."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from uploads.limited.kinds import KINDS, Family
from uploads.models import StoredFile

BLOCK = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)

# Whatever slipped through can neither run nor fetch. Browsers show no PDF in a sandbox: their own
# readers are one.
NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
POLICIES = {Family.PDF: f"{NOTHING_RUNS}; object-src 'self'"}
SANDBOX = f"{NOTHING_RUNS}; sandbox"


def serve(request: HttpRequest, stored: StoredFile, *, small: bool = False) -> HttpResponseBase:
    """The file, or the part of it that a player asks for; `small` where a picture is one of many.

    Nothing of it is held in memory: it is read from the storage while it is sent, which needs no
    row and so may go on after the wall was closed behind the request.
    """
    field = stored.small if small and stored.small else stored.content
    return serve_content(request, field, name=stored.name, content_type=stored.content_type)


def serve_content(
    request: HttpRequest, field: FieldFile, *, name: str, content_type: str
) -> HttpResponseBase:
    """As `serve` does, of a file that is no `StoredFile`; `content_type` is one of those stored."""
    try:
        content, size = field.open(), field.size
    except FileNotFoundError:
        # Deleted since its row was read.
        raise Http404 from None
    begin, end = _part_asked_for(request, size)
    if begin >= end:
        content.close()
        response: HttpResponseBase = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = _response(request, content, begin, end)
    if end - begin < size:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    _describe(response, name, content_type)
    return response


def _response(request: HttpRequest, content: "IO[bytes]", begin: int, end: int) -> HttpResponseBase:
    response: HttpResponseBase
    if request.method == "HEAD":
        content.close()
        response = HttpResponse()
    else:
        response = StreamingHttpResponse(_blocks(content, begin, end))
    response["Content-Length"] = str(end - begin)
    return response


def _blocks(content: "IO[bytes]", begin: int, end: int) -> Iterator[bytes]:
    with content:
        content.seek(begin)
        left = end - begin
        while left and (block := content.read(min(BLOCK, left))):
            left -= len(block)
            yield block


def _part_asked_for(request: HttpRequest, size: int) -> tuple[int, int]:
    """Where it begins, and before where it ends. Several parts at once nobody needs to get."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not (asked[1] or asked[2]):
        return 0, size
    if not asked[1]:
        return max(0, size - int(asked[2])), size
    return int(asked[1]), min(size, int(asked[2]) + 1) if asked[2] else size


def _describe(response: HttpResponseBase, name: str, content_type: str) -> None:
    family = KINDS[content_type].family
    downloaded = content_disposition_header(family == Family.DOCUMENT, name)
    response["Content-Type"] = content_type
    response["Content-Disposition"] = downloaded or "inline"
    response["Content-Security-Policy"] = POLICIES.get(family, SANDBOX)
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
