from django.urls import path

from contacts.views import freezes

app_name = "contacts"
SCHOOL = "schools/<int:school_id>"
urlpatterns = [
    path("frozen/", freezes.announced, name="frozen"),
    path(f"{SCHOOL}/freezes/", freezes.freezes, name="freezes"),
    path(f"{SCHOOL}/freezes/<int:freeze_id>/end/", freezes.end, name="end_freeze"),
]
