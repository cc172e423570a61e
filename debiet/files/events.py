"""What happens to files."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class FileStored(Event):
    """A file was stored whose content nobody has scanned; told only where there is a scanner."""

    file_id: int
