from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import membership_in
from accounts.choices import Duty, Within
from accounts.entrance.reauthentication import reauthentication_required
from accounts.models import ContactRule, Group, RuleChange
from contacts.actions.rules import put_back, set_rule
from contacts.effects import Proposal
from contacts.forms.rules import LimitForm, PutBackForm, RuleForm
from contacts.proposals import changes_to_usual, options_of, told_of
from contacts.table import table_of
from core.http import one_or_404
from core.paging import page_of


@login_required
@require_safe
def rules(request: HttpRequest, school_id: int) -> HttpResponse:
    """Who may write to whom in a school, and how it came about."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = ContactRule.objects.administered_by(request.user).of_school(school_id)
    changed = RuleChange.objects.administered_by(request.user).of_school(school_id)
    changes, older = page_of(request, changed)
    context = {
        "school": by.school,
        "table": table_of(here.cells()),
        "custom": here.custom(),
        "changes": changes,
        "older": older,
    }
    return render(request, "contacts/rules.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def cell(request: HttpRequest, school_id: int, sender: str, recipient: str) -> HttpResponse:
    """What one cell of the table may say, each with what it would bring about."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = Group.objects.administered_by(request.user).of_profiles(school_id)
    groups = {group.profile: group for group in here}
    if sender not in groups or recipient not in groups:
        raise Http404
    none = Proposal(groups[sender], groups[recipient], None)
    options = options_of(none.from_group, none.to_group)
    form = LimitForm(options, request.POST if request.method == "POST" else None)
    if form.is_valid():
        set_rule(by, **none._replace(**form.cleaned_data)._asdict())
        return _changed(request, school_id)
    context = {"school": by.school, "form": form, "options": options, "rule": none}
    status = 422 if form.is_bound else 200
    return render(request, "contacts/cell.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def add_rule(request: HttpRequest, school_id: int) -> HttpResponse:
    """Asks by GET from whom to whom, and says what it would allow; by POST it is so."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    groups = Group.objects.administered_by(request.user).listed_in(school_id).going_on()
    given = request.POST if request.method == "POST" else request.GET or None
    form = RuleForm(groups, given)
    context = {"school": by.school, "form": form}
    if form.is_valid():
        rule = Proposal(**form.cleaned_data, within=Within.ALL)
        if request.method == "POST":
            set_rule(by, **rule._asdict())
            return _changed(request, school_id)
        context |= {"rule": rule, "told": told_of(rule)}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "contacts/add_rule.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def remove_rule(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = ContactRule.objects.administered_by(request.user).of_school(school_id).custom()
    rule = one_or_404(request, here, pk)
    none = Proposal(rule.from_group, rule.to_group, None)
    if request.method == "POST":
        set_rule(by, **none._asdict())
        return _changed(request, school_id)
    context = {"school": by.school, "rule": rule, "told": told_of(none)}
    return render(request, "contacts/remove_rule.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def usual(request: HttpRequest, school_id: int) -> HttpResponse:
    """Puts the table back to what a new school has."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    form = PutBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        put_back(by, school=by.school, **form.cleaned_data)
        return _changed(request, school_id)
    table, custom = changes_to_usual(school_id)
    context = {"school": by.school, "form": form, "changes": table, "custom": custom}
    return render(request, "contacts/usual.html", context)


def _changed(request: HttpRequest, school_id: int) -> HttpResponse:
    messages.success(request, _("It is so from now on, for the very next message."))
    return redirect("contacts:rules", school_id)
