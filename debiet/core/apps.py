"""What every app stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "debiet.core"
