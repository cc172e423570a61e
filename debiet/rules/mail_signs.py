"""Signs in an e-mail's header that no person wrote it, or that nobody is to be answered.

RFC 3834 (automatic responses), RFC 3464 (delivery reports), RFC 2919 (lists), and what the common
programs do instead.
"""

import re
from enum import StrEnum

from debiet.rules.mail_headers import read_parameters
from debiet.rules.mail_mime import Part


class Sign(StrEnum):
    """One thing the header says; several may hold."""

    DELIVERY_REPORT = "delivery-report"
    OTHER_REPORT = "other-report"
    FAILED_RECIPIENTS = "failed-recipients"
    MAILER_DAEMON = "mailer-daemon"
    NULL_RETURN_PATH = "null-return-path"
    AUTO_SUBMITTED = "auto-submitted"
    AUTO_REPLY_HEADER = "auto-reply-header"
    VACATION_SUBJECT = "vacation-subject"
    LIST = "list"
    BULK_PRECEDENCE = "bulk-precedence"
    # The sender asks for no automatic answer. People's mail carries it too (Exchange, ticket
    # systems), so it keeps our acknowledgement back and says nothing about the message itself.
    NO_AUTO_REPLY_WANTED = "no-auto-reply-wanted"


# Looked for in the whole From field: the address of a mail server is often no valid one.
_DAEMON = re.compile(r"\bmail(?:er)?[-_ ]?daemon\b|\bmail delivery (?:sub)?system\b", re.IGNORECASE)
_AUTO_REPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply-from")
_LIST_HEADERS = ("list-id", "list-post", "mailing-list", "x-mailing-list")
_BULK = frozenset({"bulk", "list", "junk"})
# Values of Microsoft's X-Auto-Response-Suppress that forbid what we would send by ourselves;
# the others are about read and delivery receipts.
_SUPPRESSING = frozenset({"all", "autoreply", "oof"})
_NO = frozenset({"", "no"})

_VACATION_SUBJECT = re.compile(
    r"(?:automatisch antwoord|automatische (?:antwort|r\xe9ponse)|afwezig|abwesen|autoreply"
    r"|auto-?reply|automatic reply|auto-?response|out of (?:the )?office|r\xe9ponse automatique"
    r"|absence du bureau|message d['\u2019]absence|niet aanwezig|buiten kantoor|on vacation"
    r"|vacation(?::| reply| response))",
    re.IGNORECASE,
)
_DELIVERY_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})


def read_signs(message: Part, *, subject: str) -> frozenset[Sign]:
    """Return the signs of a message; `subject` is the decoded one."""
    found = {
        Sign.DELIVERY_REPORT: _is_delivery_report(message),
        Sign.OTHER_REPORT: message.content_type == "multipart/report",
        Sign.FAILED_RECIPIENTS: bool(message.first("x-failed-recipients")),
        Sign.MAILER_DAEMON: _DAEMON.search(message.first("from")) is not None,
        Sign.NULL_RETURN_PATH: "<>" in (path.strip() for path in message.all("return-path")),
        Sign.AUTO_SUBMITTED: _word(message, "auto-submitted") not in _NO,
        Sign.AUTO_REPLY_HEADER: _has_auto_reply_header(message),
        Sign.VACATION_SUBJECT: _VACATION_SUBJECT.search(subject) is not None,
        Sign.LIST: any(message.first(name) for name in _LIST_HEADERS),
        Sign.BULK_PRECEDENCE: _word(message, "precedence") in _BULK,
        Sign.NO_AUTO_REPLY_WANTED: bool(_SUPPRESSING & _suppressed(message)),
    }
    return frozenset(sign for sign, holds in found.items() if holds)


def _word(message: Part, name: str) -> str:
    """Return the keyword of a header field: lower case, without parameters and comments."""
    return re.split(r"[;(\s]", message.first(name).lower(), maxsplit=1)[0]


def _suppressed(message: Part) -> set[str]:
    values = ",".join(message.all("x-auto-response-suppress")).lower()
    return {value.strip() for value in re.split(r"[,;]", values)}


def _has_auto_reply_header(message: Part) -> bool:
    return _word(message, "precedence") == "auto_reply" or any(
        _word(message, name) not in _NO for name in _AUTO_REPLY_HEADERS
    )


def _is_delivery_report(message: Part) -> bool:
    if message.content_type != "multipart/report":
        return False
    report_type = read_parameters(message.first("content-type")).get("report-type", "")
    return report_type.lower() == "delivery-status" or any(
        child.content_type in _DELIVERY_TYPES for child in message.children
    )
