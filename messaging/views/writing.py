import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.forms.people import DirectoryForm
from accounts.models import Membership
from core.http import one_or_404
from core.paging import part_of
from core.screening import ThinkAgain
from core.screening.page import think_again
from messaging.actions import start_conversation
from messaging.forms import NewConversationForm
from messaging.recipients import recipients_of, writer_to, writing

NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Whom one may write to, beside those chosen. By POST: names do not belong into addresses."""
    by = _acting(request)
    chosen = _chosen(request, by)
    form = DirectoryForm(request.POST or None)
    others = recipients_of(by).search(form.looked_for).exclude(pk__in=[each.pk for each in chosen])
    found, following = part_of(others, form.data.get("page", ""))
    context = {"by": by, "chosen": chosen, "form": form, "found": found, "following": following}
    return render(request, "messaging/pick.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    by = _acting(request)
    chosen = _chosen(request, by)
    if not chosen:
        return redirect("messaging:new")
    form = NewConversationForm(request.POST or None, recipients=recipients_of(by))
    if form.is_valid():
        try:
            made = start_conversation(by, **form.cleaned_data)
            return redirect("messaging:conversation", made.pk)
        except ThinkAgain as again:
            return think_again(request, again, form, away=reverse("messaging:inbox"))
    context = {"by": by, "chosen": chosen, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "messaging/write.html", context, status=status)


@login_required
@require_safe
def write_to(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """From somebody's page to the one where one writes to them."""
    visible = Membership.objects.visible_to(request.user).of_school(school_id)
    person = one_or_404(request, visible, pk)
    by = writer_to(signed_in(request), person)
    if by is None:
        raise Http404
    return redirect(f"{reverse('messaging:write')}?{writing(by, [person])}")


def _chosen(request: HttpRequest, by: Membership) -> list[Membership]:
    asked = filter(NUMBER.fullmatch, request.GET.getlist("to"))
    return list(recipients_of(by).filter(pk__in=asked))


def _acting(request: HttpRequest) -> Membership:
    """As whom one writes: what the page says, or else the first thing one is."""
    asked = request.GET.get("as")
    memberships: list[Membership] = getattr(request.user, "memberships", [])
    for membership in memberships:
        if asked in (None, str(membership.pk)):
            return membership
    raise Http404
