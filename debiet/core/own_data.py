"""What is kept about somebody beside messages and notes, as it is told to that person."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is kept.

    :param kind: what it is, such as `rating`
    :param text: what was written in words; names of others in it are hidden later
    :param coded: what was chosen of a list: the list and the code
    """

    kind: str
    at: datetime | None = None
    text: str = ""
    coded: tuple[tuple[str, str], ...] = ()


def chosen(*pairs: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    """Return what was chosen of lists, without the lists of which nothing was."""
    return tuple((group, str(code)) for group, code in pairs if code)
