from django.urls import path

from accounts.views import activation, entrance, me

app_name = "accounts"
urlpatterns = [
    path("activate/", activation.activate, name="activate"),
    path("signed-out/", entrance.signed_out, name="signed_out"),
    path("me/", me.me, name="me"),
    path("me/language/", me.choose_language, name="choose_language"),
]
