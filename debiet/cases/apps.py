"""Tells Django about this app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "debiet.cases"
