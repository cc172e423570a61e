"""What an e-mail file is: its sender, words and files, and whether a person asks something in it.

Every byte string has an answer here; what cannot be read is a defect named in the answer, never
an error. See `docs/algorithms/mail.md`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from debiet.rules.mail_body import AttachmentInfo, BodyReader, attachments
from debiet.rules.mail_headers import (
    MAX_RECIPIENTS,
    MAX_REFERENCES,
    Mailbox,
    decode_words,
    read_identifiers,
    read_mailboxes,
    read_moment,
)
from debiet.rules.mail_mbox import looks_like_mbox, split_mbox
from debiet.rules.mail_mime import Part, PartReader
from debiet.rules.mail_quotes import SplitText, split_quoted
from debiet.rules.mail_signs import Sign, read_signs
from debiet.rules.mail_text import clean_line

__all__ = [
    "BY_SIGN",
    "AttachmentInfo",
    "Classification",
    "MailKind",
    "ParsedMail",
    "Sign",
    "SplitText",
    "classify",
    "content_hash",
    "looks_like_mbox",
    "parse",
    "split_mbox",
    "split_quoted",
]

MAX_SUBJECT_CHARS = 250

# Where the sender is looked for. Sender and Reply-To stand in for a From that is missing or broken.
_SENDER_FIELDS = ("from", "sender", "reply-to")
_RECIPIENT_FIELDS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


class MailKind(StrEnum):
    """What becomes of a message."""

    QUESTION = "question"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    BULK = "bulk"
    UNUSABLE = "unusable"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Classification:
    """What a message is, and the code of what tells so."""

    kind: MailKind
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """An e-mail as far as it can be read. Texts can be stored in PostgreSQL as they are.

    Identifiers are without angle brackets. `sender_address` is lower case, "" when no answer
    could be sent to it. `sent_at` is the sender's own claim, in UTC. `text` is everything;
    `new_text` and `quoted_text` divide it. `recipients` are the addresses of To, Cc and the
    fields in which servers say where they delivered.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    sender_address: str
    sender_name: str
    reply_to_address: str
    recipients: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    text: str
    new_text: str
    quoted_text: str
    attachments: tuple[AttachmentInfo, ...]
    signs: frozenset[Sign]
    defects: tuple[str, ...]


def content_hash(raw: bytes) -> str:
    """Return the SHA-256 of a message in hexadecimal: what makes importing it twice harmless."""
    return hashlib.sha256(raw).hexdigest()


def parse(raw: bytes) -> ParsedMail:
    """Return what can be read of a message, for any bytes, in time linear in their number."""
    if b"\n" not in raw:  # line ends of old Apple computers
        raw = raw.replace(b"\r", b"\n")
    reader = PartReader(raw)
    message = reader.read()
    body = BodyReader(raw)
    text = body.text(message)
    subject = clean_line(decode_words(message.first("subject")), limit=MAX_SUBJECT_CHARS)
    split = split_quoted(text)
    sender = _sender(message)
    sent_at = read_moment(message.first("date"))
    return ParsedMail(
        message_id=_first_identifier(message, "message-id"),
        in_reply_to=_first_identifier(message, "in-reply-to"),
        references=read_identifiers(message.first("references"))[-MAX_REFERENCES:],
        sender_address=sender.address,
        sender_name=sender.name,
        reply_to_address=_first_mailbox(message, "reply-to").address,
        recipients=_recipients(message),
        subject=subject,
        sent_at=sent_at,
        text=text,
        new_text=split.new,
        quoted_text=split.quoted,
        attachments=attachments(raw, message),
        signs=read_signs(message, subject=subject),
        defects=_defects(reader.defects, message, text_is_cut=body.is_cut, sent_at=sent_at),
    )


def _defects(
    found: set[str], message: Part, *, text_is_cut: bool, sent_at: datetime | None
) -> tuple[str, ...]:
    defects = set(found)
    if text_is_cut:
        defects.add("text-cut")
    if not message.fields:
        defects.add("no-headers")
    if not _first_mailbox(message, "from").address:
        defects.add("no-usable-from")
    if sent_at is None:
        defects.add("no-usable-date")
    return tuple(sorted(defects))


def _first_identifier(message: Part, name: str) -> str:
    return next(iter(read_identifiers(message.first(name))), "")


def _first_mailbox(message: Part, name: str) -> Mailbox:
    return next(iter(read_mailboxes(message.first(name))), Mailbox("", ""))


def _sender(message: Part) -> Mailbox:
    found = [_first_mailbox(message, name) for name in _SENDER_FIELDS]
    return next((mailbox for mailbox in found if mailbox.address), Mailbox("", ""))


def _recipients(message: Part) -> tuple[str, ...]:
    found = dict.fromkeys(
        mailbox.address
        for name in _RECIPIENT_FIELDS
        for value in message.all(name)
        for mailbox in read_mailboxes(value)
    )
    return tuple(found)[:MAX_RECIPIENTS]


_SUPPORTS_VACATION = frozenset(
    {Sign.NO_AUTO_REPLY_WANTED, Sign.BULK_PRECEDENCE, Sign.NULL_RETURN_PATH}
)

# In order: the first sign that a message has decides. Delivery reports often call themselves
# automatic, and automatic replies travel with a null return path (RFC 3834), hence the order.
BY_SIGN = (
    (Sign.DELIVERY_REPORT, MailKind.BOUNCE),
    (Sign.FAILED_RECIPIENTS, MailKind.BOUNCE),
    (Sign.MAILER_DAEMON, MailKind.BOUNCE),
    (Sign.OTHER_REPORT, MailKind.AUTO_REPLY),
    (Sign.AUTO_SUBMITTED, MailKind.AUTO_REPLY),
    (Sign.AUTO_REPLY_HEADER, MailKind.AUTO_REPLY),
    (Sign.VACATION_SUBJECT, MailKind.AUTO_REPLY),  # only with support, see below
    (Sign.NULL_RETURN_PATH, MailKind.BOUNCE),
    (Sign.LIST, MailKind.BULK),
    (Sign.BULK_PRECEDENCE, MailKind.BULK),
)


def classify(mail: ParsedMail) -> Classification:
    """Return what a message is and why.

    A subject alone makes nothing an automatic reply ("Afwezig bij meteropname" is a question), a
    header field has to support it. A question has at least a sender and one of subject, words
    or file. The reason of a question says which of them it has.
    """
    signs = mail.signs
    if not signs & _SUPPORTS_VACATION:
        signs = signs - {Sign.VACATION_SUBJECT}
    for sign, kind in BY_SIGN:
        if sign in signs:
            return Classification(kind, sign.value)
    if not mail.sender_address:
        return Classification(MailKind.UNUSABLE, "no-sender")
    if mail.text:
        return Classification(MailKind.QUESTION, "text")
    if mail.attachments:
        return Classification(MailKind.QUESTION, "attachments-only")
    if mail.subject:
        return Classification(MailKind.QUESTION, "subject-only")
    return Classification(MailKind.EMPTY, "empty")
