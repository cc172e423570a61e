"""Tells Django about this app."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "debiet.correspondence"
