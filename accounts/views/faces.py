from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.actions.own_account import draw_face as draw
from accounts.forms.faces import FaceForm
from core.faces import suggested


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draw_face(request: HttpRequest) -> HttpResponse:
    """The face part by part; it is kept once one says so, and shown with each change before."""
    user = signed_in(request)
    if "letters" in request.POST:
        draw(user, face="")
        return redirect("accounts:me")
    form = FaceForm(user.face or suggested(user.pk), request.POST or None)
    if "keep" in request.POST and form.is_valid():
        draw(user, face=form.face)
        return redirect("accounts:me")
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "accounts/draw_face.html", {"form": form}, status=status)
