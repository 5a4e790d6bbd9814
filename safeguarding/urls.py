from django.urls import path

from safeguarding.views import concerns, following

app_name = "safeguarding"
SCHOOL = "schools/<int:school_id>"
PERSON = f"{SCHOOL}/people/<int:person_id>"
CONCERN = f"{SCHOOL}/concerns/<int:concern_id>"
urlpatterns = [
    path(f"{SCHOOL}/concerns/", concerns.concerns, name="concerns"),
    path(f"{PERSON}/concern/", concerns.write, name="write"),
    path(f"{PERSON}/concerns/", concerns.chronology, name="chronology"),
    path(f"{CONCERN}/", concerns.concern, name="concern"),
    path(f"{CONCERN}/readers/", following.name, name="name_reader"),
    path(f"{CONCERN}/readers/<int:person_id>/end/", following.end, name="end_reader"),
    path(f"{CONCERN}/actions/", following.ask, name="ask"),
    path(f"{CONCERN}/actions/<int:action_id>/done/", following.finish, name="finish"),
    path(f"{CONCERN}/sign-off/", following.end_concern, name="sign_off"),
]
