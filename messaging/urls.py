from django.urls import path

from messaging import views

app_name = "messaging"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/new/", views.new, name="new"),
    path("messages/write/", views.write, name="write"),
    path("schools/<int:school_id>/people/<int:pk>/write/", views.write_to, name="write_to"),
    path("messages/<int:conversation_id>/", views.conversation, name="conversation"),
]
