"""What a channel declares and what it is given to send."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from debiet.rules.cases import Carrier
from debiet.rules.delivery import DispatchOutcome


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that leaves with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The picture over a letter.

    :param has_name: it holds the sender's name
    """

    content: bytes
    media_type: str
    width: int
    height: int
    has_name: bool


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, where that is not the utility as such.

    :param lines: below its name over a letter: where it is and how it is reached
    :param address: from which its mails come, "" for that of all mails
    """

    name: str
    lines: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to leave, whatever carries it; each carrier takes what it needs.

    :param reference: names the message itself, such as `message:12`: what comes back with it says
        what it was
    :param about: names what it is about, such as `case:2026-000123`
    """

    message_id: str
    recipient_name: str
    recipient_address: str
    subject: str
    text: str
    in_reply_to: str
    is_automatic: bool
    reference: str
    about: str
    compartment: str
    language: str
    written_at: datetime
    reply_to: str = ""
    postal_lines: tuple[str, ...] = ()
    is_large_print: bool = False
    files: tuple[OutgoingFile, ...] = ()
    letterhead: Letterhead | None = None
    sender: Sender | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a carrier made of a message, to be kept: a letter as it is printed."""

    content: bytes
    name: str
    media_type: str
    page_count: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side said to one try."""

    outcome: DispatchOutcome
    code: int | None
    text: str
    document: Document | None = None


class Channel(Protocol):
    """A carrier and what it can do.

    :param can_confirm: whoever carries it tells later when it left, so that handing it over is
        not yet sending it (`DispatchOutcome.HANDED_OVER`)
    """

    carrier: Carrier
    can_receive: bool
    can_confirm: bool

    @property
    def can_send(self) -> bool:
        """Return whether messages leave by it, here and now."""
        ...

    def send(self, outgoing: Outgoing) -> Reply:
        """Hand a message over and return what the other side said; its faults raise nothing."""
        ...
