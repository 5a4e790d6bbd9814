"""The addresses of the program with those of development, whatever this run is."""

from django.urls import include, path

from config.urls import urlpatterns as those_of_the_program

urlpatterns = [path("styleguide/", include("core.styleguide")), *those_of_the_program]
