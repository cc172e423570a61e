"""Starting Django inside a command: not before, so that `--help` needs neither it nor settings."""

import os


def start_django() -> None:
    """Load the settings and the apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "debiet.settings")
    import django

    django.setup()
