from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from core.http import one_or_404
from newsfeed.actions import delete_comment
from newsfeed.models import Comment


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, comment_id: int) -> HttpResponse:
    mine = Comment.objects.visible_to(request.user).written_by(signed_in(request))
    comment = one_or_404(request, mine.select_related("author"), comment_id)
    if request.method == "POST":
        delete_comment(comment.author, comment=comment)
        return redirect("newsfeed:entry", comment.entry_id)
    return render(request, "newsfeed/delete_comment.html", {"comment": comment})
