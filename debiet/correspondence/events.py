"""What happened to messages."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class MessageQueued(Event):
    """A message waits to leave."""

    message_id: int


@dataclass(frozen=True)
class MessageDispatched(Event):
    """A mail server took a message over, or a letter was posted."""

    message_id: int


@dataclass(frozen=True)
class MessageFailed(Event):
    """A message will not arrive: refused for good, bounced, or tried often enough."""

    message_id: int


@dataclass(frozen=True)
class RawMessageKept(Event):
    """A mail that arrived in a mailbox was kept and waits to be taken up."""

    raw_message_id: int


@dataclass(frozen=True)
class LetterRejected(Event):
    """The printer did not post a letter; it waits for the next batch."""

    message_id: int


@dataclass(frozen=True)
class ScanKept(Event):
    """A scan of one or more letters was kept; it waits to be read."""

    raw_message_id: int
