"""Handing out files so that no browser runs, draws or guesses anything of them."""

from typing import Any, TypeVar

from django.core.files.base import File
from django.http import FileResponse, HttpResponse

from debiet.files.queries import FileInfo, shown_name
from debiet.rules.files import TAKEN, UNKNOWN, FileKind

R = TypeVar("R", FileResponse, HttpResponse)

POLICY = "default-src 'none'; sandbox"


def attachment(info: FileInfo, stored: "File[Any]") -> FileResponse:
    """Return a file to be saved, never to be shown; it is read piece by piece as it leaves."""
    is_known = info.media_type in TAKEN and info.kind is not FileKind.DANGEROUS
    response = FileResponse(
        stored,
        as_attachment=True,
        filename=shown_name(info),
        content_type=info.media_type if is_known else UNKNOWN,
    )
    response.headers["Content-Length"] = str(info.size)
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return _guarded(response)


def drawn(content: bytes, media_type: str) -> HttpResponse:
    """Return a picture that was drawn anew, to stand inside a page."""
    return _guarded(HttpResponse(content, content_type=media_type))


def _guarded(response: R) -> R:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    return response
