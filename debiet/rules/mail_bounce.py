"""What a delivery report says: which message did not arrive, for whom, for good or for now.

RFC 3464 where a program keeps to it, else what the known programs write instead (qmail, Exim,
Exchange). Who sends a report is not looked at: anybody can write one, so whoever reads it compares
it with what was really sent.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from debiet.rules.mail_body import BodyReader
from debiet.rules.mail_headers import normalize_address, read_identifiers
from debiet.rules.mail_mime import Part, PartReader
from debiet.rules.mail_text import decode_bytes, decode_transfer


class Fate(StrEnum):
    """What became of a message for one recipient."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Returned:
    """What a report says about one recipient.

    :param addresses: the recipient as the other server knows it, and as it was first written to;
        empty when it is not told
    :param status: an enhanced status code (RFC 3463) such as `5.1.1`, "" when none is told
    """

    fate: Fate
    addresses: frozenset[str] = frozenset()
    status: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report: the messages it may be about (identifiers without brackets) and their fates."""

    message_ids: tuple[str, ...]
    returned: tuple[Returned, ...]

    def fate_of(self, address: str) -> Returned | None:
        """Return what the report says about a recipient; None where it names only others.

        What names nobody is about whoever got the message.
        """
        wanted = address.strip().lower()
        named = [one for one in self.returned if one.addresses]
        fits = [one for one in named if wanted in one.addresses]
        if fits or named:
            return fits[0] if fits else None
        return self.returned[0] if self.returned else Returned(Fate.UNKNOWN)


MAX_REPORT_BYTES = 64 * 1024
"""Of a delivery-status part; real ones have one KiB a recipient."""
MAX_RETURNED = 100
MAX_MESSAGE_IDS = 50

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_SMTP_REPLY = re.compile(r"(?<![\d.])([45])\d\d[ -](?=[A-Za-z<#5\d])")
_MESSAGE_ID = re.compile(r"^[> \t]*message-id:[ \t]*(?:\r?\n[> \t]+)?(<[^<>\s]+>)", re.I | re.M)
_ADDRESS_LINE = re.compile(r"^[ \t]*<([^<>\s@]+@[^<>\s@]+)>:?", re.MULTILINE)
_DELAYED = re.compile(
    r"has been delayed|delivery (?:is |has been )?delayed|delivery delay|not yet been delivered"
    r"|will (?:continue to )?(?:be )?retr|still being retried|no action is required"
    r"|wordt opnieuw geprobeerd|vertraagd|retard\xe9",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"hi\. this is the\b|undeliver|could(?: not|n't) be delivered|delivery (?:has )?failed"
    r"|delivery (?:status notification \(failure\)|failure)|wasn't able to deliver"
    r"|returned to sender|returning message to sender|permanent (?:fatal )?error"
    r"|onbestelbaar|kan niet worden (?:bezorgd|afgeleverd)|non remis|unzustellbar",
    re.IGNORECASE,
)
_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_HEADERS = frozenset({"text/rfc822-headers", "message/global-headers"})
_ENCLOSED = frozenset({"message/rfc822", "message/global"})
_FATES = {
    "failed": Fate.FAILED,
    "delayed": Fate.DELAYED,
    "delivered": Fate.DELIVERED,
    "relayed": Fate.DELIVERED,
    "expanded": Fate.DELIVERED,
}

# Failures that say nothing about the address (RFC 3463): full, too large, ours to mend.
_NOT_THE_ADDRESS = re.compile(r"4\.|5\.2\.[23]\Z|5\.3\.|5\.4\.[1267]\Z|5\.[567]\.")


def marks_address(status: str) -> bool:
    """Return whether a failure means that nothing sent to the address will arrive.

    Without a status it does: a server that says no more than no knows no such mailbox, mostly.
    """
    return _NOT_THE_ADDRESS.match(status) is None


def read_bounce(raw: bytes) -> Bounce:
    """Return what can be read of a report, for any bytes."""
    message = PartReader(raw).read()
    leaves = list(message.leaves())
    returned = [
        one
        for part in leaves
        if part.content_type in _REPORTS
        for one in _read_status(_text(raw, part))
    ]
    words = BodyReader(raw).text(message)
    if not returned:
        returned = _read_words(message, words)
    return Bounce(_message_ids(raw, message, leaves, words), tuple(returned[:MAX_RETURNED]))


def _text(raw: bytes, part: Part) -> str:
    data = raw[part.start : min(part.end, part.start + MAX_REPORT_BYTES)]
    return decode_bytes(decode_transfer(data, encoding=part.encoding), charset=part.charset)


def _read_status(text: str) -> list[Returned]:
    """Return the fates in a delivery-status part: a block for each recipient after the first."""
    blocks = re.split(r"\r?\n[ \t]*\r?\n", text.strip())
    found = [_fields(block) for block in blocks]
    return [_returned(fields) for fields in found if "action" in fields or "status" in fields]


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in re.sub(r"\r?\n[ \t]+", " ", block).splitlines():
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _returned(fields: dict[str, str]) -> Returned:
    told = " ".join(fields.get(name, "") for name in ("status", "diagnostic-code"))
    status = _STATUS.search(told)
    action = fields.get("action", "").split(" ")[0].lower()
    by_class = {"5": Fate.FAILED, "2": Fate.DELIVERED}
    code = status[1] if status else ""
    fate = _FATES.get(action) or by_class.get(code[:1], Fate.UNKNOWN)
    named = (fields.get(name, "") for name in ("final-recipient", "original-recipient"))
    addresses = (normalize_address(one.rpartition(";")[2].strip().strip("<>")) for one in named)
    return Returned(fate, frozenset(filter(None, addresses)), code)


def _read_words(message: Part, words: str) -> list[Returned]:
    """Return the fates of a report in sentences: of each address it names, or of nobody named."""
    beginning = f"{message.first('subject')}\n{words[:4000]}"
    fate = Fate.UNKNOWN
    if _DELAYED.search(beginning):
        fate = Fate.DELAYED
    elif message.first("x-failed-recipients") or _FAILED.search(beginning):
        fate = Fate.FAILED
    status = _STATUS.search(beginning)
    reply = _SMTP_REPLY.search(beginning)
    code = status[1] if status else f"{reply[1]}.0.0" if reply else ""
    named = [*message.first("x-failed-recipients").split(","), *_ADDRESS_LINE.findall(beginning)]
    addresses = dict.fromkeys(filter(None, (normalize_address(one) for one in named)))
    return [Returned(fate, frozenset({one}), code) for one in addresses] or [
        Returned(fate, frozenset(), code)
    ]


def _message_ids(raw: bytes, message: Part, leaves: list[Part], words: str) -> tuple[str, ...]:
    """Return the messages that came back, as far as the report shows them."""
    shown: list[str] = []
    for part in leaves:
        if part.content_type in _ENCLOSED and part.children:
            shown.append(part.children[0].first("message-id"))
        elif part.content_type in _RETURNED_HEADERS or part.content_type in _ENCLOSED:
            shown += _MESSAGE_ID.findall(_text(raw, part))
    shown += _MESSAGE_ID.findall(words)
    shown += [message.first("in-reply-to"), message.first("references")]
    found = (identifier for value in shown for identifier in read_identifiers(value))
    return tuple(dict.fromkeys(found))[:MAX_MESSAGE_IDS]
