from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import membership_in
from accounts.choices import Duty
from accounts.entrance.reauthentication import reauthentication_required
from core.http import one_or_404
from core.paging import page_of
from moderation.actions.profile_blocks import begin_profile_block, end_profile_block
from moderation.forms.profile_blocks import ProfileBlockForm
from moderation.models import ProfileBlock


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def profile_blocks(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = ProfileBlockForm(request.POST or None, school=by.school)
    if form.is_valid():
        chosen = form.cleaned_data
        begin_profile_block(
            by,
            school=by.school,
            profiles=chosen["profiles"],
            reason=chosen["reason"],
            until=form.until(),
        )
        messages.success(request, _("They are out, and their open pages are closed."))
        return redirect("moderation:profile_blocks", school_id)
    here = ProfileBlock.objects.administered_by(request.user).filter(school=school_id)
    earlier, older = page_of(request, here.not_in_force())
    context = {
        "school": by.school,
        "form": form,
        "in_force": here.in_force(),
        "earlier": earlier,
        "older": older,
    }
    status = 422 if form.is_bound else 200
    return render(request, "moderation/profile_blocks.html", context, status=status)


@login_required
@require_POST
@reauthentication_required
def end(request: HttpRequest, school_id: int, block_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = ProfileBlock.objects.administered_by(request.user).filter(school=school_id)
    end_profile_block(by, block=one_or_404(request, here, block_id))
    messages.success(request, _("They can come in again. Whoever is blocked stays blocked."))
    return redirect("moderation:profile_blocks", school_id)
