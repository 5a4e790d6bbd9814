"""What students hand in: for the teachers who decide about it, and for who wrote it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.models import Membership
from contacts.forms import kept_while_held
from core.http import one_or_404
from core.screening import ThinkAgain
from core.screening.page import think_again
from newsfeed import actions
from newsfeed.feed import preview_of
from newsfeed.forms.students import DecisionForm
from newsfeed.models import Entry
from newsfeed.policies import AlreadyDecided, can_decide, reads_first
from newsfeed.views.entries import UNPROCESSABLE


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the teacher; for an open feed, how much that is."""
    memberships = signed_in(request).memberships
    if not any(map(reads_first, memberships)):
        raise Http404
    entries = Entry.objects.handed_in_to(memberships).waiting().with_addressees()
    template = "newsfeed/waiting_link.html" if "link" in request.GET else "newsfeed/waiting.html"
    return render(request, template, {"entries": entries, "waiting": len(entries)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handed_in(request: HttpRequest, entry_id: int) -> HttpResponse:
    """What is sent is what the teacher decides."""
    found = one_or_404(request, Entry.objects.handed_in_near(request.user), entry_id)
    by = _teacher_among(signed_in(request).memberships, found)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and by is None:
        raise Http404
    if by and form.is_valid():
        try:
            with kept_while_held(form):
                return _decide(request, by, found, form)
        except AlreadyDecided:
            messages.info(request, _("This was decided in the meantime. Nothing was changed."))
            return redirect("newsfeed:handed_in", found.pk)
        except ThinkAgain as again:
            return think_again(request, again, form, away=request.path)
    card = preview_of(found, signed_in(request).memberships)
    context = {
        "entry": found,
        "decision": found.decisions.select_related("decided_by__user").first(),
        "content": card.content,
        "may_decide": by is not None,
        "form": form,
    }
    status = UNPROCESSABLE if form.is_bound else None
    return render(request, "newsfeed/handed_in.html", context, status=status)


@login_required
@require_POST
def take_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = one_or_404(request, Entry.objects.mine(request.user), entry_id)
    try:
        actions.take_entry_back(found.author, entry=found)
    except AlreadyDecided:
        messages.info(request, _("A teacher had read it already."))
        return redirect("newsfeed:mine")
    return redirect("newsfeed:compose", found.pk)


def _decide(request: HttpRequest, by: Membership, entry: Entry, form: DecisionForm) -> HttpResponse:
    given = form.cleaned_data
    if given["do"] == DecisionForm.APPROVE:
        actions.approve_entry(by, entry=entry)
        messages.success(request, _("It is published."))
    else:
        actions.return_entry(by, entry=entry, words=given["words"], thought=given["thought"])
        messages.success(request, _("It was given back, with your words."))
    return redirect("newsfeed:waiting")


def _teacher_among(memberships: list[Membership], entry: Entry) -> Membership | None:
    return next((each for each in memberships if can_decide(each, entry)), None)
