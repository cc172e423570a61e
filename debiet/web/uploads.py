"""How much a form may bring along: files that go over it are not even written to disk."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_MARK = "debiet.sent_too_much"


class Bounded(FileUploadHandler):
    """Passes files on while they fit; of a form that is too large only the words are read."""

    is_too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803 (Django's name for it)
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Judge the whole by the size it says it has: servers read no more than that."""
        self.is_too_large = content_length > settings.UPLOAD_LIMIT_BYTES
        if self.is_too_large and self.request is not None:
            self.request.META[_MARK] = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Leave a file out of a form that is too large."""
        super().new_file(*args, **kwargs)
        if self.is_too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on to whoever keeps it."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to whoever kept it."""


def sent_too_much(request: HttpRequest) -> bool:
    """Return whether files were left out because the form was too large."""
    _read = request.POST  # only then is it known
    return bool(request.META.get(_MARK, False))
