"""The archive that `debiet backup` writes: one tar in gzip, readable as it streams by.

It holds `debiet.json` (what it is), each table in pieces, each file once, and `end.json`. Every
member carries its SHA-256, and `end.json` one over all of them in order: what is cut off, changed
or shuffled is seen, on the way and before anything is kept of it.
"""

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from debiet.cli.refusals import CommandRefused

FORMAT = 1
FIRST = "debiet.json"
END = "end.json"
_SUM = "DEBIET.sha256"


class ArchiveDamaged(CommandRefused):
    """An archive is not whole; the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One part of an archive: its name, and what is in it."""

    name: str
    content: bytes


class Writer:
    """Writes members one after the other; nothing is gone back to, so it may go into a pipe."""

    def __init__(self, to: IO[bytes], *, at: float) -> None:
        self._tar = tarfile.open(  # noqa: SIM115 (closed by `end`)
            fileobj=to, mode="w|gz", format=tarfile.PAX_FORMAT
        )
        self._at = at
        self._sums = hashlib.sha256()
        self._count = 0

    def add(self, name: str, content: bytes) -> None:
        """Add a member."""
        found = hashlib.sha256(content).hexdigest()
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = len(content), self._at, 0o600
        info.pax_headers = {_SUM: found}
        self._tar.addfile(info, io.BytesIO(content))
        self._sums.update(f"{name} {found}\n".encode())
        self._count += 1

    def add_json(self, name: str, facts: dict[str, Any]) -> None:
        """Add a member that people can read as well."""
        self.add(name, json.dumps(facts, indent=1, sort_keys=True).encode())

    def end(self, facts: dict[str, Any]) -> None:
        """Add the last member and close the archive: without it, it counts as cut off."""
        sums = {"members": self._count, "sha256": self._sums.hexdigest()}
        self.add_json(END, facts | sums)
        self._tar.close()


def members(source: IO[bytes]) -> Iterator[Member]:
    """Return the members of an archive one after the other, each looked at before it is given.

    The last one is `end.json`, given only when all before it were what it says they were.

    :raises ArchiveDamaged: at the first thing that is not as it was written
    """
    sums, count = hashlib.sha256(), 0
    try:
        with tarfile.open(fileobj=source, mode="r|gz") as tar:
            for info in tar:
                content = _content(tar, info)
                if info.name == END:
                    _check_end(content, count=count, sums=sums.hexdigest())
                    yield Member(END, content)
                    return
                sums.update(f"{info.name} {info.pax_headers.get(_SUM)}\n".encode())
                count += 1
                yield Member(info.name, content)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as trouble:
        if count == 0:
            raise ArchiveDamaged("This is no archive of debiet backup.") from trouble
        raise ArchiveDamaged(
            f"The archive cannot be read any further after {count} parts. {_OTHER}"
        ) from trouble
    raise ArchiveDamaged(f"The archive is cut off after {count} parts. {_OTHER}")


_OTHER = "Nothing was restored: take another backup."


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    opened = tar.extractfile(info)
    content = opened.read() if opened else b""
    if hashlib.sha256(content).hexdigest() != info.pax_headers.get(_SUM):
        raise ArchiveDamaged(f"{info.name} in the archive is not what was written. {_OTHER}")
    return content


def _check_end(content: bytes, *, count: int, sums: str) -> None:
    end = json.loads(content)
    if (end.get("members"), end.get("sha256")) != (count, sums):
        raise ArchiveDamaged(f"Parts of the archive are missing or in another order. {_OTHER}")
