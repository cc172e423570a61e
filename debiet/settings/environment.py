"""How settings are read from the environment."""

import json
import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict


def text(name: str, default: str = "") -> str:
    """Return an environment variable's value."""
    return os.environ.get(name, default)


def switch(name: str, *, default: bool = False) -> bool:
    """Return whether an environment variable says yes."""
    return text(name, "yes" if default else "no").lower() in {"1", "yes", "true", "on"}


def number(name: str, default: int) -> int:
    """Return an environment variable's whole number."""
    return int(text(name, str(default)))


def words(name: str, default: str = "") -> list[str]:
    """Return an environment variable's values, parted by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """Return an environment variable's values by name, such as `exchange=…,cloud=…`."""
    found = (word.partition("=") for word in words(name))
    return {key.strip(): value.strip() for key, _sign, value in found if key and value.strip()}


def secrets(name: str) -> dict[str, str]:
    """Return an environment variable's secrets, a JSON object of texts; no error shows them."""
    try:
        found = json.loads(text(name, "{}"))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise ImproperlyConfigured(f'{name} must be a JSON object such as {{"code": "secret"}}.')
    return found


def database(name: str) -> dict[str, Any]:
    """Return Django's description of the database that a URL names."""
    parts = conninfo_to_dict(text(name, "postgresql://localhost/debiet"))
    options = {
        key: value
        for key, value in parts.items()
        if key not in {"dbname", "user", "password", "host", "port"}
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "debiet"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": options,
    }
