"""Tells Django about this app."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "debiet.complaints"
