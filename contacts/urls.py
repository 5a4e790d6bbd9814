from django.urls import path

from contacts.views import (
    decisions,
    freezes,
    invitations,
    projects,
    questions,
    refusals,
    rules,
)

app_name = "contacts"
SCHOOL = "schools/<int:school_id>"
PROJECT = f"{SCHOOL}/projects/<int:project_id>"
INVITATION = f"{SCHOOL}/invitations/<int:invitation_id>"
urlpatterns = [
    path("frozen/", freezes.announced, name="frozen"),
    path(f"{SCHOOL}/freezes/", freezes.freezes, name="freezes"),
    path(f"{SCHOOL}/freezes/<int:freeze_id>/end/", freezes.end, name="end_freeze"),
    path("refused/", refusals.refused, name="refused"),
    path(f"{SCHOOL}/people/<int:person_id>/refuse/", refusals.refuse, name="refuse"),
    path(f"{SCHOOL}/people/<int:person_id>/accept/", refusals.accept, name="accept"),
    path("projects/", projects.mine, name="projects"),
    path(f"{SCHOOL}/projects/", projects.projects, name="projects_of_school"),
    path(f"{SCHOOL}/projects/ask/", projects.ask, name="ask_for_project"),
    path(f"{INVITATION}/", invitations.invitation, name="invitation"),
    path(f"{INVITATION}/decline/", invitations.decline, name="decline_invitation"),
    path(f"{INVITATION}/leave/", invitations.leave, {"how": "leave"}, name="leave_project"),
    path(f"{INVITATION}/end/", invitations.leave, {"how": "end"}, name="end_from_invitation"),
    path(f"{PROJECT}/", projects.project, name="project"),
    path(f"{PROJECT}/agree/", decisions.agree, name="agree_to_project"),
    path(f"{PROJECT}/decline/", decisions.decline, name="decline_project"),
    path(f"{PROJECT}/end/", decisions.end, name="end_project"),
    path(
        f"{PROJECT}/people/<int:person_id>/take_out/",
        decisions.take_out,
        name="take_out_of_project",
    ),
    path(f"{SCHOOL}/contacts/", rules.rules, name="rules"),
    path(f"{SCHOOL}/contacts/<str:sender>-<str:recipient>/", rules.cell, name="cell"),
    path(f"{SCHOOL}/contacts/new/", rules.add_rule, name="add_rule"),
    path(f"{SCHOOL}/contacts/<int:pk>/remove/", rules.remove_rule, name="remove_rule"),
    path(f"{SCHOOL}/contacts/usual/", rules.usual, name="usual"),
    path(f"{SCHOOL}/contacts/question/", questions.question, name="question"),
]
