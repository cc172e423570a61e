"""Tells Django about this app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "debiet.desk"
