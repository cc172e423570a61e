"""Letters on paper: where the address shows in the window, and why a letter comes back."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimeters, from the left and the top of what it lies on."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope with a window, and the sheet as it is folded into it.

    :param source: what says so, and how sure that is: check it with a sheet of paper and an
        envelope of your own supply before the first batch
    """

    width: float
    height: float
    window: Box
    source: str
    sheet_width: float = 210
    sheet_height: float = 99


_SOURCE: Final = (
    "bpost, MassPost guide 2019: at least 15 mm from the address to the side of the envelope; "
    "bpost's rules for normalized letters: the upper 40 mm stay free of the window. "
    "The size of the envelope and of its window is from memory, not from a source."
)
ENVELOPES: Final[dict[str, Envelope]] = {
    "right": Envelope(229, 114, Box(114, 49, 100, 45), _SOURCE),
    "left": Envelope(229, 114, Box(15, 49, 100, 45), _SOURCE),
}
"""C5/6 (also called US or DL+) envelopes by the side of their window; in Belgium it is the right.

A sheet of A4 folded in three goes in. The same place on a sheet that is not folded shows in a C4
envelope whose window lies at the same distance from the upper right corner.
"""
MARGIN: Final = 2.0
"""Millimeters that the address stays away from the edge of the window."""


def address_box(envelope: Envelope) -> Box:
    """Return where on the sheet an address shows whole, wherever the sheet slides to inside."""
    window = envelope.window
    slack_across = envelope.width - envelope.sheet_width
    slack_down = envelope.height - envelope.sheet_height
    return Box(
        left=window.left + MARGIN,
        top=window.top + MARGIN,
        width=window.width - slack_across - 2 * MARGIN,
        height=window.height - slack_down - 2 * MARGIN,
    )


class ReturnReason(StrEnum):
    """Why the post brought a letter back."""

    MOVED = "moved"
    UNKNOWN = "unknown"
    DECEASED = "deceased"
    REFUSED = "refused"
    NOT_COLLECTED = "not-collected"
    NOT_POSTED = "not-posted"
    """The printer told so after its batch was taken for posted."""


MARKS_ADDRESS: Final = frozenset({ReturnReason.MOVED, ReturnReason.UNKNOWN, ReturnReason.DECEASED})
"""After these nothing more arrives there. Who refuses a letter or leaves it at the post office
still lives where it was sent."""


def left_at(posted_on: date, *, known_at: datetime, tz: ZoneInfo) -> datetime:
    """Return the moment that a letter posted on a day counts as gone.

    The post says the day only, so it is the latest that can be meant: the end of that local day,
    or the moment that the printer told us if that came first. So no term is ever kept on paper
    that was not kept in truth, and nothing is said to have left in the future.
    """
    end = datetime.combine(posted_on, time(23, 59, 59), tzinfo=tz)
    return min(end, known_at)


def is_late(made_on: date, *, today: date, working_days: int) -> bool:
    """Return whether a batch should have been told posted by now: more than so many days ago.

    Counts Monday to Friday. It is a hint to look, no term of a customer: on a public holiday it
    comes a day early.
    """
    days = (date.fromordinal(n) for n in range(made_on.toordinal() + 1, today.toordinal() + 1))
    return sum(day.weekday() < 5 for day in days) > working_days


def postal_code(lines: list[str]) -> str:
    """Return the postal code in an address, from its lowest line that begins with digits."""
    for line in reversed(lines):
        first = line.split(" ", 1)[0].removeprefix("B-")
        if first.isdigit() and len(first) >= 4:
            return first
    return ""


def printable(text: str) -> str:
    """Return a text without signs that no letter shows, such as a bell or half a character.

    A tab becomes a space, so that words stay apart; the ends of lines stay.
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in kept if sign == "\n" or _is_shown(sign))


def paragraphs(text: str) -> list[list[str]]:
    """Return the lines of each paragraph of a plain text; an empty line parts paragraphs."""
    found: list[list[str]] = [[]]
    for line in printable(text).split("\n"):
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


def _is_shown(sign: str) -> bool:
    number = ord(sign)
    is_control = number < 0x20 or 0x7F <= number < 0xA0
    is_half_or_private = 0xD800 <= number <= 0xF8FF or number in (0xFFFE, 0xFFFF)
    return not is_control and not is_half_or_private
