from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import membership_in
from accounts.choices import Duty
from core import clock
from core.http import one_or_404
from moderation.actions.words import add_word, remove_word
from moderation.forms.screening import WordForm
from moderation.models import SchoolWord, ScreeningCount
from moderation.screening.kinds import KINDS

DAYS = 30
LABELS = {kind.name: kind.label for kind in KINDS}


@login_required
@require_safe
def figures(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = ScreeningCount.objects.administered_by(request.user).filter(school=school_id)
    counted = here.since(clock.today() - timedelta(days=DAYS))
    kinds: list[Any] = [{**row, "label": LABELS[row["kind"]]} for row in counted.by_kind()]
    context = {"school": by.school, "kinds": kinds, "days": counted.by_day()}
    context |= {"period": DAYS, "administers": True}
    return render(request, "moderation/screening.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = WordForm(request.POST or None)
    if form.is_valid():
        add_word(by, **form.cleaned_data)
        messages.success(request, _("It is looked at from now on."))
        return redirect("moderation:words", school_id)
    own = SchoolWord.objects.administered_by(request.user).filter(school=school_id)
    status = 422 if form.is_bound else 200
    context = {"school": by.school, "words": own, "form": form, "administers": True}
    return render(request, "moderation/words.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, school_id: int, word_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    own = SchoolWord.objects.administered_by(request.user).filter(school=school_id)
    remove_word(by, word=one_or_404(request, own, word_id))
    messages.success(request, _("It is no longer one of your school’s words."))
    return redirect("moderation:words", school_id)
