from django.urls import URLPattern

app_name = "newsfeed"
urlpatterns: list[URLPattern] = []
