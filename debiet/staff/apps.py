"""Tells Django about this app."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "debiet.staff"
