"""The doors of allauth that a school opens, under the names by which allauth finds them."""

from django.urls import path

from accounts.views import entrance

urlpatterns = [
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("sign-out/", entrance.sign_out, name="account_logout"),
    path("password/", entrance.change_password, name="account_change_password"),
]
