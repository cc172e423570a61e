"""Tells Django about this app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "debiet.knowledge"
