"""Words for people: text, or text that is translated when it is shown."""

from typing import TypeAlias

from django.utils.functional import Promise

Words: TypeAlias = str | Promise
