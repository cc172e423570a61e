"""Scans coming in: kept as they came, before anybody judges what is on their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.core.actor import Actor, ActorKind
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.correspondence import scanning
from debiet.correspondence.actions.taking import TakenIn, take_in
from debiet.correspondence.events import ScanKept
from debiet.correspondence.models import RawMessage
from debiet.correspondence.papers import scan_source
from debiet.correspondence.queries.raw import PAPER
from debiet.rules import scans as rules
from debiet.rules.access import Compartment, Permission
from debiet.rules.cases import Carrier
from debiet.rules.quarantine import QUARANTINE
from debiet.rules.scans import LARGEST_BYTES, MOST_PICTURES, PICTURES, SplitBy
from debiet.rules.sla import CaseFacts
from debiet.terms import queries as terms
from debiet.terms.actions import NoPolicy

OLDEST = timedelta(days=366)
"""An older day of receipt is a slip of the pen."""
LONGEST_NAME = 80
"""Of a picture, as it is kept: as much as lists show of it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One of several pictures that are a scan together."""

    name: str
    content: bytes


class NotAScan(Refused):
    """The file is neither a PDF nor an image of the kinds that scanners make."""

    code = "correspondence.not-a-scan"
    message = _("This is no scan: please choose a PDF, TIFF, JPEG or PNG file.")


class NotAPicture(Refused):
    """One of several files is no picture."""

    code = "correspondence.not-a-picture"
    message = _(
        "%(name)s is no TIFF, JPEG or PNG. Several files at once must all be pictures; take in "
        "each PDF by itself. Nothing was taken in."
    )


class TooManyPictures(Refused):
    """More pictures than a scan may have pages."""

    code = "correspondence.too-many-pictures"
    message = _("These are more than %(most)s pictures. Please take them in a part at a time.")


class ScanTooLarge(Refused):
    """The file is larger than a scan may be."""

    code = "correspondence.scan-too-large"
    message = _("This file is larger than 60 MB. Please scan it in parts, or more coarsely.")


class PicturesTooLarge(Refused):
    """The pictures are together larger than a scan may be."""

    code = "correspondence.pictures-too-large"
    message = _("All together it is larger than 60 MB. Please take it in a part at a time.")


class DayNotPossible(Refused):
    """The day of receipt lies in the future, or more than a year back."""

    code = "correspondence.day-not-possible"
    message = _("Please check the day of receipt: it cannot lie ahead, nor more than a year back.")


@action(permission=Permission.TAKE_IN_MESSAGE)
def keep_scan(
    *,
    content: bytes,
    name: str,
    received_on: date,
    split_by: SplitBy,
    every: int = 1,
    carrier: Carrier = Carrier.POST,
    compartment: str = Compartment.ORDINARY,
    by: Actor,
    at: datetime,
) -> TakenIn:
    """Keep a scan as it came; a job then takes it apart. The same file twice is one scan.

    Receipt is the beginning of the day on which it was stamped (decision 12).

    :raises NotAScan: if it is no kind of file that scanners make
    :raises ScanTooLarge: if it is larger than 60 MiB
    :raises DayNotPossible: if the day of receipt cannot be right
    :raises NoPolicy: if nothing was promised yet on that day
    :raises NotFound: if the actor does not see that compartment
    """
    if len(content) > LARGEST_BYTES:
        raise ScanTooLarge
    if carrier not in PAPER or not rules.looks_like_scan(content[:1024]):
        raise NotAScan
    source = _Source(name, received_on, carrier, compartment)
    return _kept(content, source, {"split_by": split_by, "every": every}, by=by, at=at)


@action(permission=Permission.TAKE_IN_MESSAGE)
def keep_pictures(
    *,
    pictures: Sequence[Picture],
    received_on: date,
    split_by: SplitBy,
    every: int = 1,
    carrier: Carrier = Carrier.POST,
    compartment: str = Compartment.ORDINARY,
    by: Actor,
    at: datetime,
) -> TakenIn:
    """Keep several pictures as one scan, in the order of their names, which somebody then checks.

    Each is kept as it came. Otherwise as :func:`keep_scan`, with one picture or more.

    :raises NotAPicture: if one of them is none
    :raises TooManyPictures: if they are more than a scan has pages
    :raises PicturesTooLarge: if they are larger than 60 MiB together
    """
    sorted_ones = sorted(pictures, key=lambda one: rules.by_name(one.name))
    if len(sorted_ones) > MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)
    for one in sorted_ones:
        if carrier not in PAPER or rules.ending_of(one.content[:1024]) not in PICTURES:
            raise NotAPicture(name=one.name[:LONGEST_NAME])
    content = scanning.bundle([(one.name[-LONGEST_NAME:], one.content) for one in sorted_ones])
    if len(content) > LARGEST_BYTES:
        raise PicturesTooLarge
    names = [one.name[-LONGEST_NAME:] for one in sorted_ones]
    name = " \N{EN DASH} ".join(dict.fromkeys((names[0], names[-1])))
    source = _Source(name, received_on, carrier, compartment)
    reading = {"split_by": split_by, "every": every, "names": names}
    return _kept(content, source, reading, by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a scan comes from."""

    name: str
    received_on: date
    carrier: Carrier
    compartment: str


def _kept(
    content: bytes, source: _Source, reading: dict[str, object], *, by: Actor, at: datetime
) -> TakenIn:
    """Keep a scan; if it is new, write down how it is to be read, and let a job do so."""
    taken = take_in(
        carrier=source.carrier,
        source=scan_source(source.compartment),
        content=content,
        received_at=_received(source, by=by, at=at),
        compartment=source.compartment,
        by=by,
        at=at,
    )
    if taken.is_new:
        RawMessage.objects.filter(pk=taken.raw_message_id).update(
            reading={**reading, "read": 0, "of": 0}, subject=source.name[:250]
        )
        publish(ScanKept(raw_message_id=taken.raw_message_id))
    return taken


def _received(source: _Source, *, by: Actor, at: datetime) -> datetime:
    """Return the moment of receipt of a day, if somebody may take in a scan with it there."""
    if by.kind is not ActorKind.SYSTEM and source.compartment not in by.compartments:
        raise NotFound
    received_at = timezone.make_aware(datetime.combine(source.received_on, time()))
    if not timedelta(0) <= at - received_at <= OLDEST:
        raise DayNotPossible
    facts = CaseFacts(kind=QUARANTINE, carrier=source.carrier)
    if terms.policy_for(facts, at=received_at) is None:
        raise NoPolicy
    return received_at
