"""What a case is and how it moves: kinds, states, steps, carriers, numbers and status codes."""

import re
from enum import StrEnum


class CaseKind(StrEnum):
    """What the customer wants."""

    QUESTION = "question"
    REQUEST = "request"
    REPORT = "report"
    RIGHTS = "rights"


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"


STEPS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.WAITING, CaseState.RESOLVED}),
    CaseState.WAITING: frozenset({CaseState.OPEN, CaseState.RESOLVED}),
    CaseState.RESOLVED: frozenset({CaseState.OPEN}),
}


def may_step(start: CaseState, end: CaseState) -> bool:
    """Return whether a case may go from one state to another."""
    return end in STEPS[start]


class Carrier(StrEnum):
    """How a message travels (in reports: *drager*)."""

    WEB_FORM = "web-form"
    EMAIL = "email"
    PHONE = "phone"
    COUNTER = "counter"
    POST = "post"
    PORTAL = "portal"
    SMS = "sms"


class Route(StrEnum):
    """Through whom a contact reached us (in reports: *kanaal*)."""

    DIRECT = "direct"
    MUNICIPALITY = "municipality"
    MINISTER = "minister"
    OMBUDSMAN = "ombudsman"
    REGULATOR = "regulator"
    ELECTED = "elected"
    PRESS = "press"
    ASSOCIATION = "association"
    OTHER = "other"


class CallbackState(StrEnum):
    """Where a promised call stands."""

    PROMISED = "promised"
    REACHED = "reached"
    WITHDRAWN = "withdrawn"


class AttemptOutcome(StrEnum):
    """What one try to call somebody back came to."""

    REACHED = "reached"
    NO_ANSWER = "no-answer"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong-number"


class Direction(StrEnum):
    """Who spoke in an interaction."""

    IN = "in"
    OUT = "out"


class Priority(StrEnum):
    """How much a case matters beyond its term."""

    NORMAL = "normal"
    HIGH = "high"


class Segment(StrEnum):
    """What kind of customer asks."""

    HOUSEHOLD = "household"
    ENTERPRISE = "enterprise"
    PUBLIC_BODY = "public-body"


class TopicMoment(StrEnum):
    """When somebody said what a case is about."""

    INTAKE = "intake"
    CHANGE = "change"
    CLOSE = "close"


class LinkReason(StrEnum):
    """Why another case is suggested beside a new one."""

    NAMES_NUMBER = "names-number"
    ANSWERS_OUR_MESSAGE = "answers-our-message"
    TAG_UNKNOWN_SENDER = "tag-unknown-sender"


class LinkOutcome(StrEnum):
    """What an employee made of a suggested link."""

    RELATED = "related"
    DISMISSED = "dismissed"


# No 0/O, 1/I/L, 5/S, 8/B, 2/Z: read out on the phone and copied from paper without mistakes.
CODE_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
CODE_LENGTH = 10

_NUMBER = re.compile(r"\s*(\d{4})\s*[-/ ]?\s*(\d{6,9})\s*")


def case_number(*, year: int, serial: int) -> str:
    """Return the number that a customer reads, such as `2026-000123`."""
    return f"{year}-{serial:06d}"


def tidy_number(typed: str) -> str:
    """Return a typed case number in its one form, or an empty text if it cannot be one."""
    match = _NUMBER.fullmatch(typed)
    return f"{match[1]}-{match[2]}" if match else ""


def tidy_code(typed: str) -> str:
    """Return a typed status code without the spaces, dashes and small letters people put in."""
    return "".join(letter for letter in typed.upper() if letter in CODE_ALPHABET)


def code_from_digest(digest: bytes) -> str:
    """Return the status code that a keyed digest of at least 10 bytes stands for."""
    base = len(CODE_ALPHABET)
    whole = int.from_bytes(digest, "big")
    letters = []
    for _position in range(CODE_LENGTH):
        whole, letter = divmod(whole, base)
        letters.append(CODE_ALPHABET[letter])
    return "".join(letters)


def spoken_code(code: str) -> str:
    """Return a status code in groups, as it is shown to people."""
    return "-".join((code[:4], code[4:7], code[7:]))


def subject_from(text: str, *, limit: int = 80) -> str:
    """Return a subject made of the first line somebody wrote, cut at a word."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    if len(line) <= limit:
        return line
    cut = line[: limit - 1].rsplit(" ", 1)[0]
    return f"{cut}…"
