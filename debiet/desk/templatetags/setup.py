"""What the pages for setting up need in their templates: `{% load setup %}`."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(values: Mapping[Any, Any], key: object) -> Any:
    """Return the value of a key, "-" where there is none: `{{ names|of:one.given_by }}`."""
    return values.get(key) or "-"
