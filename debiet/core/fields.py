"""Small helpers for models: a code list's column and its check."""

from enum import StrEnum
from typing import Any

from django.db import models


class CodeField(models.CharField):  # type: ignore[type-arg]
    """A column that holds a member of a `StrEnum`, and gives it back as that member.

    The list itself is no part of the migration: a new member needs none.
    """

    def __init__(self, enum: type[StrEnum] | None = None, **options: Any) -> None:
        self.enum = enum
        options.setdefault("max_length", 40)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """Return a plain text column: migrations stand alone and know no code lists."""
        name, _path, args, options = super().deconstruct()
        if isinstance(options.get("default"), StrEnum):
            options["default"] = options["default"].value
        return name, "django.db.models.CharField", args, options

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Return the member; a value that is blank or unknown to this version stays text."""
        if not value or self.enum is None:
            return value
        try:
            return self.enum(value)
        except ValueError:
            return value
