"""Tells Django about this app."""

from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "debiet.terms"
