"""Tells Django about this app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "debiet.api"
