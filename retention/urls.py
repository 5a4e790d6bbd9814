from django.urls import path

from retention import views

app_name = "retention"
urlpatterns = [
    path("schools/<int:school_id>/closures/", views.closures, name="closures"),
    path("schools/<int:school_id>/people/close/", views.close_many, name="close_many"),
    path("schools/<int:school_id>/people/<int:person_id>/close/", views.close, name="close"),
    path("schools/<int:school_id>/people/<int:person_id>/reopen/", views.reopen, name="reopen"),
]
