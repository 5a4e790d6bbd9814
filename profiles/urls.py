from django.urls import path

from profiles import views

PERSON = "schools/<int:school_id>/people/<int:pk>"

app_name = "profiles"
urlpatterns = [
    path(f"{PERSON}/portrait/", views.edit, name="edit"),
    path(f"{PERSON}/portrait/before/", views.before, name="before"),
    path(f"{PERSON}/photograph/", views.photograph, name="photograph"),
]
