"""Where the demo and the tests keep what they make: database, mails, logs, the secret key."""

import hashlib
import os
import tempfile
from pathlib import Path

from debiet.cli.refusals import CommandRefused

PACKAGE = Path(__file__).resolve().parent.parent


class PlaceRefused(CommandRefused):
    """A folder cannot be used; the sentence says why."""


def _here() -> str:
    return hashlib.sha256(str(PACKAGE).encode()).hexdigest()[:10]


def default_folder() -> Path:
    """Return the data folder of this installation.

    For root it lies outside of every home folder: PostgreSQL refuses to run as root, so an
    ordinary account must be able to reach it.
    """
    if os.geteuid() == 0:
        return Path("/var/tmp") / f"debiet-{_here()}"  # noqa: S108 (made and checked by `made`)
    if (PACKAGE.parent / "pyproject.toml").exists():
        return PACKAGE.parent / ".cache" / "debiet"
    return Path.home() / ".local" / "share" / "debiet"


def made(folder: Path) -> Path:
    """Make a folder, or check the one that is there: it must be ours.

    :raises PlaceRefused: if somebody else owns it, who could then change what we keep there
    """
    folder = folder.expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise PlaceRefused(f"{folder} belongs to somebody else. Choose another with DEBIET_DATA.")
    if os.geteuid() == 0:
        folder.chmod(0o755)  # the account that runs PostgreSQL must get through
    return folder


def test_base() -> Path:
    """Return the folder in which each test run makes its own data folder."""
    base = Path("/var/tmp") if os.geteuid() == 0 else Path(tempfile.gettempdir())  # noqa: S108
    return made(base / f"debiet-tests-{os.geteuid()}-{_here()}")
