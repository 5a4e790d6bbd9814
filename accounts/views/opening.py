from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import membership_in
from accounts.actions.opening import TermsOverlap, add_term, remove_term
from accounts.actions.schools import change_opening
from accounts.choices import Duty
from accounts.forms.opening import OpeningForm, TermForm
from accounts.models import Membership, Term
from core.http import one_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = OpeningForm(request.POST or None, initial=model_to_dict(by.school))
    if form.is_valid():
        change_opening(by, school=by.school, **form.cleaned_data)
        messages.success(request, _("The school is open then."))
        return redirect("accounts:opening", school_id)
    return _page(request, by, form, TermForm())


@login_required
@require_POST
def add(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = TermForm(request.POST)
    if form.is_valid():
        try:
            add_term(by, **form.cleaned_data)
        except TermsOverlap as overlap:
            said = _("%(term)s has one of these days already.") % {"term": overlap.other.name}
            form.add_error("starts_on", said)
        else:
            messages.success(request, _("The term is named."))
            return redirect("accounts:opening", school_id)
    return _page(request, by, OpeningForm(initial=model_to_dict(by.school)), form)


@login_required
@require_POST
def remove(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Term.objects.administered_by(request.user).filter(school=school_id)
    remove_term(by, term=one_or_404(request, here, pk))
    messages.success(request, _("The term is taken out."))
    return redirect("accounts:opening", school_id)


def _page(
    request: HttpRequest, by: Membership, form: OpeningForm, term_form: TermForm
) -> HttpResponse:
    terms = Term.objects.administered_by(request.user).filter(school=by.school_id)
    context = {"school": by.school, "form": form, "term_form": term_form, "terms": terms}
    status = 422 if form.is_bound or term_form.is_bound else 200
    return render(request, "accounts/opening.html", context, status=status)
