"""What keeps two programs from writing to each other for ever, and one sender from flooding us."""

import re
from datetime import datetime, timedelta

RATE_WINDOW = timedelta(hours=1)
MAX_ALIKE = 5
"""Mails of one sender with one subject within the window; what is more is looked at by a person."""
MAX_OF_SENDER = 30
"""Mails of one sender within the window, whatever their subject."""
ACKNOWLEDGED_ONCE_IN = timedelta(hours=24)
"""Within this time a sender gets one acknowledgement for one subject."""
QUICK_ANSWER = timedelta(minutes=1)
"""What is written this soon after an acknowledgement answers it: no person is so fast."""
CLOCKS_DIFFER = timedelta(seconds=10)
SUBJECT_CHARS = 100
"""Subjects that begin alike for so long are one: a case keeps no more than the beginning."""
MAX_NUMBERS = 10
"""Case numbers looked up for one mail; nobody writes more, a program may."""

# What programs put before a subject: Re, Antw, Fwd, AW, RE[2], TR, "Automatisch antwoord".
_PREFIX = re.compile(
    r"\s*(?:re|antw|betr|fw|fwd|doorst|aw|wg|sv|vs|tr|r\xe9f|r\xe9p"
    r"|automatisch antwoord|automatic reply|auto-?reply|auto|automatische antwort"
    r"|r\xe9ponse automatique)\s*(?:\[\d{1,3}\])?\s*:",
    re.IGNORECASE,
)
# A number that another program gives: "[Ticket#2026112510000012]", "(#4711)", "##12-34##".
_TICKET = re.compile(r"[\[(]?(?:[a-z]{0,12}[ :#-]{0,2})?#+\s?[\d-]{1,40}#*[\])]?", re.IGNORECASE)
_CASE_NUMBER = re.compile(r"(?<![\d-])((?:19|20)\d\d-\d{6,9})(?![\d-])")


def thread_subject(subject: str) -> str:
    """Return what the mails of one thread share: the subject without marks of answer and number."""
    bare = subject
    while prefix := _PREFIX.match(bare):
        bare = bare[prefix.end() :]
    bare = _CASE_NUMBER.sub("", _TICKET.sub("", bare))
    return " ".join(bare.casefold().split())[:SUBJECT_CHARS]


def answers_at_once(
    *, sent_at: datetime | None, received_at: datetime, acknowledged_at: datetime
) -> bool:
    """Return whether a mail was written right after an acknowledgement, as only a program does.

    :param sent_at: the sender's own claim; mails that lay waiting together were written before
    """
    is_soon = timedelta(0) <= received_at - acknowledged_at < QUICK_ANSWER
    return is_soon and (sent_at is None or sent_at >= acknowledged_at - CLOCKS_DIFFER)


def numbers_in(*texts: str) -> list[str]:
    """Return the case numbers that texts name, each once, in order, at most `MAX_NUMBERS`."""
    found = (number for text in texts for number in _CASE_NUMBER.findall(text))
    return list(dict.fromkeys(found))[:MAX_NUMBERS]
