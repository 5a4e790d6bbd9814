from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from core import wall
from core.http import one_or_404
from moderation.statements import quoted_in, statements_to, words_for


@login_required
@require_safe
def statement(request: HttpRequest, notice_id: int) -> HttpResponse:
    """What was decided about them or a child of theirs, in words for whoever reads it."""
    # Only what this reader was told, and nothing else of a case that may be restricted.
    with wall.protection_open():
        found = one_or_404(request, statements_to(request.user), notice_id)
        context = {"decision": found.decision, "quoted": quoted_in(found.decision)}
    context |= {"child": found.child, "notice": found}
    context["words_for"] = words_for(signed_in(request), found.reader, found.child)
    return render(request, "moderation/statement.html", context)
