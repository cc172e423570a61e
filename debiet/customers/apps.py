"""Tells Django about this app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "debiet.customers"
