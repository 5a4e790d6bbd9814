from django.urls import path

from contacts.views import freezes, refusals

app_name = "contacts"
SCHOOL = "schools/<int:school_id>"
urlpatterns = [
    path("frozen/", freezes.announced, name="frozen"),
    path(f"{SCHOOL}/freezes/", freezes.freezes, name="freezes"),
    path(f"{SCHOOL}/freezes/<int:freeze_id>/end/", freezes.end, name="end_freeze"),
    path("refused/", refusals.refused, name="refused"),
    path(f"{SCHOOL}/people/<int:person_id>/refuse/", refusals.refuse, name="refuse"),
    path(f"{SCHOOL}/people/<int:person_id>/accept/", refusals.accept, name="accept"),
]
