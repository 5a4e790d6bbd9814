"""The bare page, and who is signed in on it."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from accounts.models import User


class AccountBackend(BaseBackend):
    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id).first()


@login_required
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<!doctype html><title>Bare</title><p>{request.user.username}")


urlpatterns = [path("", page)]
