"""The addresses of what is set up at the desk."""

from django.urls import path

from debiet.desk.setup import overview

urlpatterns = [
    path("setup/", overview.overview, name="setup"),
]
