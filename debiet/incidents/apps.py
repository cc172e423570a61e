"""Tells Django about this app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "debiet.incidents"
