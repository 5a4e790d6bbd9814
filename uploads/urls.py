from django.urls import path

from uploads import views

app_name = "uploads"
urlpatterns = [
    path("schools/<int:school_id>/files/", views.allowances, name="allowances"),
]
