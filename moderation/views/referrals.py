from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation.actions.refer import StillThere, refer_case
from moderation.actions.step import SeenBefore
from moderation.forms.referrals import ReferralForm
from moderation.views.cases import handled, refused, seen_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, school_id: int, case_id: int) -> HttpResponse:
    by, found = handled(request, school_id, case_id)
    if not found.is_illegal:
        raise Http404
    form = ReferralForm(request.POST or None, language=by.school.language)
    context: dict[str, Any] = {"case": found, "form": form}
    if not form.is_bound:
        return render(request, "moderation/refer.html", context | {"seen": found.version})
    seen = seen_in(request)
    context["seen"] = seen
    if not form.is_valid():
        return render(request, "moderation/refer.html", context, status=422)
    try:
        refer_case(by, case=found, seen=seen, referral=form.instance)
    except SeenBefore:
        by, found = handled(request, school_id, case_id)
        context |= {"seen": found.version} | refused(found, seen)
        return render(request, "moderation/refer.html", context, status=409)
    except StillThere:
        form.add_error(None, _("First remove it for everybody. What is kept of it stays kept."))
        return render(request, "moderation/refer.html", context, status=422)
    messages.success(request, _("It is written down with the case."))
    return redirect("moderation:case", school_id, case_id)
