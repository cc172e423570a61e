"""Tells Django about this app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "debiet.web"
