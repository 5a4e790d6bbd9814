from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.access import membership_in
from core.http import one_or_404
from moderation.models import EvidenceFile
from uploads.serving import serve_content


@login_required
@require_safe
def evidence_file(
    request: HttpRequest, school_id: int, case_id: int, file_id: int
) -> HttpResponseBase:
    """A file as it was when it was reported."""
    membership_in(request, school_id)
    here = EvidenceFile.objects.visible_to(request.user).filter(
        school=school_id, evidence__case=case_id
    )
    kept = one_or_404(request, here, file_id)
    return serve_content(request, kept.content, name=kept.name, content_type=kept.content_type)
