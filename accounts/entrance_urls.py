"""The doors of allauth that a school opens, under the names by which allauth finds them."""

from django.urls import path

from accounts.views import entrance, second_step

urlpatterns = [
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("sign-in/second-step/", second_step.second_step, name="mfa_authenticate"),
    path("sign-out/", entrance.sign_out, name="account_logout"),
    path("password/", entrance.change_password, name="account_change_password"),
]
