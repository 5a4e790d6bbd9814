from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.forms.people import DirectoryForm
from accounts.models import Membership
from core.http import one_or_404
from core.paging import part_of
from messaging import actions
from messaging.forms import PickForm, out_of
from messaging.models import Message
from messaging.recipients import groups_found, people_found, writer_to
from messaging.rights import reach_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """To whom one writes first: choosing somebody begins a draft."""
    by = _acting(request)
    if not _chooses(request):
        return _offered(request, by)
    draft = actions.start_draft(by, **_chosen(request, by))
    return redirect("messaging:draft", draft.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_to(request: HttpRequest, message_id: int) -> HttpResponse:
    """Whom else a draft is for, and who not any more."""
    begun = Message.objects.begun_by(request.user).drafts().with_addressees()
    draft = one_or_404(request, begun, message_id)
    if _chooses(request):
        chosen = _chosen(request, draft.author)
        actions.address_draft(draft.author, message=draft, **chosen)
    elif "out" in request.POST:
        actions.take_out(draft.author, message=draft, addressees=out_of(request.POST))
    else:
        return _offered(request, draft.author, draft)
    return redirect("messaging:draft_to", draft.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_to(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """Begins a draft to somebody; a link that leads here asks for it first."""
    visible = Membership.objects.visible_to(request.user).of_school(school_id)
    person = one_or_404(request, visible, pk)
    by = writer_to(signed_in(request), person)
    if by is None:
        raise Http404
    if request.method != "POST":
        return render(request, "messaging/write_to.html", {"person": person})
    return redirect("messaging:draft", actions.start_draft(by, to=[person]).pk)


def _offered(request: HttpRequest, by: Membership, draft: Message | None = None) -> HttpResponse:
    """Names are looked for by POST: they do not belong into addresses."""
    form = DirectoryForm(request.POST or None)
    words = form.looked_for
    seen = Membership.objects.visible_to(request.user)
    people, following = part_of(people_found(by, words, draft, seen), form.data.get("page", ""))
    context = {
        "by": by,
        "draft": draft,
        "addressed": draft.addressees.all() if draft else [],
        "reach": reach_of(draft) if draft else 0,
        "form": form,
        "people": people,
        "following": following,
        "groups": groups_found(by, words, draft),
    }
    return render(request, "messaging/pick.html", context)


def _chooses(request: HttpRequest) -> bool:
    return any(name in request.POST for name in PickForm.base_fields)


def _chosen(request: HttpRequest, by: Membership) -> dict[str, Any]:
    """Whom the rules do not offer is not there."""
    form = PickForm(request.POST, by=by)
    if not form.is_valid():
        raise Http404
    return form.chosen


def _acting(request: HttpRequest) -> Membership:
    """As whom one writes: what the page says, or else the first thing one is."""
    asked = request.GET.get("as")
    memberships: list[Membership] = getattr(request.user, "memberships", [])
    for membership in memberships:
        if asked in (None, str(membership.pk)):
            return membership
    raise Http404
