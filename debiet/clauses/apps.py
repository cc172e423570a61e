"""Tells Django about this app."""

from django.apps import AppConfig


class ClausesConfig(AppConfig):
    name = "debiet.clauses"
