"""Tells Django about this app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "debiet.retention"
