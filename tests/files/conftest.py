"""A storage of its own for each test, and the files in it."""

from pathlib import Path

import pytest

from debiet.files import actions
from debiet.rules.access import Compartment
from tests import make


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """The folder of the storage."""
    options = {"location": str(tmp_path / "files")}
    backend = "django.core.files.storage.FileSystemStorage"
    files = {"BACKEND": backend, "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "files": files}
    return tmp_path / "files"


@pytest.fixture
def in_memory(settings) -> None:
    """Another storage of Django."""
    files = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "files": files}


def store(content: bytes = b"%PDF-1.7 brief", name: str = "brief.pdf", **changes) -> int:
    """Store a file."""
    values = {"compartment": Compartment.ORDINARY, "by": make.SYSTEM, "at": make.MONDAY}
    return actions.store_file(content=content, name=name, **(values | changes))
