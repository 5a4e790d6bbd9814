from django.urls import path

from accounts.views import (
    activation,
    classes,
    codes,
    directory,
    duties,
    entrance,
    lost_factors,
    many,
    me,
    people,
    roll,
    second_factors,
    second_step,
    trail,
)

SCHOOL = "schools/<int:school_id>"
SECOND_STEP = "me/second-step"

app_name = "accounts"
urlpatterns = [
    path("activate/", activation.activate, name="activate"),
    path("password/choose/", activation.choose_password, name="choose_password"),
    path("signed-out/", entrance.signed_out, name="signed_out"),
    path("sign-in/passkey/", second_step.sign_in_with_passkey, name="sign_in_with_passkey"),
    path("me/", me.me, name="me"),
    path("me/language/", me.choose_language, name="choose_language"),
    path("people/", directory.directory, name="directory"),
    path(f"{SECOND_STEP}/", second_factors.second_factors, name="second_factors"),
    path(f"{SECOND_STEP}/app/", second_factors.add_app, name="add_app"),
    path(f"{SECOND_STEP}/passkey/", second_factors.add_passkey, name="add_passkey"),
    path(f"{SECOND_STEP}/codes/", second_factors.recovery_codes, name="recovery_codes"),
    path(f"{SECOND_STEP}/<int:pk>/remove/", second_factors.remove_factor, name="remove_factor"),
    path(f"{SCHOOL}/people/", people.people, name="people"),
    path(f"{SCHOOL}/people/new/", people.add, name="add_person"),
    path(f"{SCHOOL}/people/class/", many.change_class, name="change_class"),
    path(f"{SCHOOL}/people/<int:pk>/", people.person, name="person"),
    path(f"{SCHOOL}/people/<int:pk>/code/", codes.activation_code, name="activation_code"),
    path(f"{SCHOOL}/people/<int:pk>/duties/", duties.duties, name="duties"),
    path(
        f"{SCHOOL}/people/<int:pk>/second-step/",
        lost_factors.reset_second_factors,
        name="reset_second_factors",
    ),
    path(f"{SCHOOL}/roll/", roll.upload, name="roll_upload"),
    path(f"{SCHOOL}/roll/<int:pk>/", roll.roll_import, name="roll_import"),
    path(f"{SCHOOL}/roll/<int:pk>/apply/", roll.apply, name="apply_roll_import"),
    path(f"{SCHOOL}/roll/<int:pk>/give-up/", roll.give_up, name="give_up_roll_import"),
    path(f"{SCHOOL}/classes/", classes.classes, name="classes"),
    path(f"{SCHOOL}/log/", trail.trail, name="trail"),
    path(f"{SCHOOL}/log/<int:person_id>/", trail.trail, name="trail_of"),
]
