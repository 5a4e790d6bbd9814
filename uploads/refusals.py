"""What people are told whose file is refused."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from uploads.limited.refusals import Why

_SENTENCES: dict[Why, StrOrPromise] = {
    Why.EMPTY: _("This file is empty. Choose another one."),
    Why.TOO_LARGE: _("This file is too large. Choose one of at most 50 MB."),
    Why.PICTURE_TOO_LARGE: _("This picture is too large. Choose one of at most 15 MB."),
    Why.NOT_A_PICTURE: _("This is not a picture. Choose a JPEG, PNG, WebP or GIF."),
    Why.UNKNOWN: _(
        "Files of this kind cannot be shared here. Pictures, PDF, documents of Word, Excel, "
        "PowerPoint or LibreOffice, and sound can."
    ),
    Why.APPLE_PICTURE: _(
        "This is a picture as only some telephones can show it (HEIC or AVIF). Save it as JPEG "
        "first."
    ),
    Why.DRAWING: _("Drawings in SVG could hold a program. Save it as PNG first."),
    Why.FILM: _("Films cannot be shared here."),
    Why.ARCHIVE: _(
        "Packed files cannot be shared here. Unpack this one and choose what is inside."
    ),
    Why.OLD_DOCUMENT: _(
        "Documents in the old formats of Word, Excel or PowerPoint, or with a password, cannot "
        "be checked. Save this one as .docx, .xlsx, .pptx or PDF first."
    ),
    Why.DAMAGED: _("This file is damaged and cannot be opened. Choose another one."),
    Why.TOO_MANY_DOTS: _("This picture has too many dots. Choose a smaller one."),
    Why.TOO_HARD: _("This file could not be checked in good time. Choose a simpler one."),
    Why.TWO_THINGS: _("This file hides another one. Save it anew with a program you trust."),
    Why.ENCRYPTED: _("This file has a password, so it cannot be checked. Save it without."),
    Why.ACTIVE: _(
        "This document holds a program (a macro or a script). Save it without, or as PDF."
    ),
    Why.CARRIES_FILES: _("This document carries other files inside. Save it without, or as PDF."),
    Why.REACHES_OUT: _(
        "This document would fetch something from elsewhere when it is opened. Save it as PDF "
        "first."
    ),
    Why.BLOWN_UP: _("This document would become far too large when it is opened."),
    Why.INFECTED: _("There is a virus in this file. It was not kept."),
    Why.NOT_SCANNED: _(
        "Files cannot be checked for viruses just now, so this one was not kept. Try again in a "
        "few minutes."
    ),
    Why.NO_ROOM: _("There is no room left for this file. Delete some that are no longer needed."),
    Why.TOO_MANY: _("Ten files at most go together. Send the others apart."),
}


class FileRefused(Exception):
    """The file is not kept; `sentence` tells the person who sent it why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
        self.sentence = _SENTENCES[why]
