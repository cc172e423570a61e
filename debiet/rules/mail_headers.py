"""Header fields of an e-mail: addresses, identifiers, dates, parameters, encoded words.

Written for what arrives, not for what the standards allow (RFC 5322, 2047, 2231). Python's own
address parser recurses on nested comments and its parameter parser raises on mixed numbering, so
both are small linear readers here. Nothing raises.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from debiet.rules.mail_text import clean_line, decode_base64, decode_bytes

# RFC 5321 4.5.3.1: 64 characters before the @, 255 after it, 254 in all in a path.
MAX_ADDRESS_CHARS = 254
MAX_NAME_CHARS = 200
# RFC 5322 lets a line have 998 characters; longer identifiers are nobody's, and an index row of
# PostgreSQL must hold one.
MAX_ID_CHARS = 998
# The latest ones are kept: a thread is found by its nearest messages.
MAX_REFERENCES = 50
MAX_RECIPIENTS = 200

# A moment outside these years is a forged or broken clock; bounds also keep every conversion to
# another time zone within what Python can say.
_EARLIEST_YEAR = 1971
_LATEST_YEAR = 2199

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*)\?=")
_IDENTIFIER = re.compile(r"<([^<>\s]+)>")
# Nothing after the first "@" has to be found again: what follows an "@" may hold another.
_BARE_IDENTIFIER = re.compile(r"\A[^<>\s@]+@[^<>\s]+\Z")
_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}"
    r"@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f.]+(?:\.[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f.]+)+"
)
_PARAMETER = re.compile(
    r';\s*([^\s=;*"]+)(?:\*([0-9]{1,3}))?(\*)?\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL
)
# An open quotation runs to the end: looking for its end again and again would be quadratic.
_TOKEN = re.compile(
    r'(?P<sign>[()<>,;:])|"(?P<quoted>(?:[^"\\]|\\.)*)(?:"|\Z)|[^()<>,;:"]+|"', re.DOTALL
)
# Only these two: Windows programs send paths with a single backslash.
_QUOTED_PAIR = re.compile(r"""\\(["\\])""")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One person or place that a header field names, with a usable address."""

    name: str
    address: str


def decode_words(value: str) -> str:
    """Return a header value with its encoded words (`=?utf-8?q?…?=`) read.

    Words that follow each other are joined as bytes first where they share a charset, because
    some programs cut in the middle of a character.
    """
    pieces: list[str] = []
    waiting, waiting_charset, position = b"", "", 0
    for word in _ENCODED_WORD.finditer(value):
        between = value[position : word.start()]
        position = word.end()
        charset = word[1].partition("*")[0].lower()  # RFC 2231 allows a language after "*"
        if between.strip() or charset != waiting_charset:
            pieces.append(decode_bytes(waiting, charset=waiting_charset))
            waiting = b""
        if between.strip():
            pieces.append(between)
        waiting += _decode_word(word[2], word[3])
        waiting_charset = charset
    pieces.append(decode_bytes(waiting, charset=waiting_charset))
    return "".join(pieces) + value[position:]


def _decode_word(encoding: str, text: str) -> bytes:
    coded = text.encode("utf-8", "replace")
    if encoding in "bB":
        return decode_base64(coded)
    return binascii.a2b_qp(coded, header=True)


def read_mailboxes(value: str) -> list[Mailbox]:
    """Return the mailboxes of an address field that are usable, at most `MAX_RECIPIENTS`."""
    found = []
    for words, angle, comment in _split_mailboxes(value):
        address = normalize_address(words if angle is None else angle)
        name = comment if angle is None or not words.strip() else words
        if address:
            found.append(Mailbox(clean_line(decode_words(name), limit=MAX_NAME_CHARS), address))
        if len(found) == MAX_RECIPIENTS:
            break
    return found or _search_mailbox(decode_words(value))


def _search_mailbox(text: str) -> list[Mailbox]:
    """Return the first address anywhere in a text: for fields no rule reads."""
    found = _ADDRESS.search(text)
    address = normalize_address(found[0]) if found else ""
    return [Mailbox("", address)] if address else []


def normalize_address(address: str) -> str:
    """Return an address in lower case, "" when no answer could be sent to it.

    Lower case also before the @: the standard would allow two people there, no provider does.
    """
    address = address.strip().lower()
    fits = len(address) <= MAX_ADDRESS_CHARS and _ADDRESS.fullmatch(address)
    return address if fits else ""


def _split_mailboxes(value: str) -> Iterator[tuple[str, str | None, str]]:
    """Yield each mailbox as words, what stands in angle brackets (None: no brackets), comment."""
    words: list[str] = []
    comment: list[str] = []
    angle: list[str] | None = None
    target, depth = words, 0
    for token in _TOKEN.finditer(f"{value},"):
        sign = token["sign"] or ""
        text = _QUOTED_PAIR.sub(r"\1", token["quoted"] or "") or token[0].strip('"')
        if depth or sign in ("(", ")"):
            depth = max(0, depth + (1 if sign == "(" else -1 if sign == ")" else 0))
            comment.append("" if sign in ("(", ")") else text)
        elif sign == "<":
            angle = target = []
        elif sign == ">":
            target = words
        elif sign in (",", ";"):
            yield "".join(words), None if angle is None else "".join(angle), "".join(comment)
            words, comment, angle = [], [], None
            target = words
        elif sign == ":":  # the name of a group ends, as in "Friends: a@example.org;"
            target.clear()
        else:
            target.append(text)


def read_identifiers(value: str) -> tuple[str, ...]:
    """Return the message identifiers in a header value, without brackets, each once, in order."""
    found = _IDENTIFIER.findall(value) or _BARE_IDENTIFIER.findall(value)
    kept = [identifier for identifier in found if len(identifier) <= MAX_ID_CHARS]
    return tuple(dict.fromkeys(clean_line(identifier, limit=MAX_ID_CHARS) for identifier in kept))


def read_moment(value: str) -> datetime | None:
    """Return a Date field as a moment in UTC; None for what is no believable date.

    A date without a zone, or with `-0000`, is read as UTC.
    """
    try:
        moment = parsedate_to_datetime(value[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def read_parameters(value: str) -> dict[str, str]:
    """Return the parameters of a Content-Type or Content-Disposition (RFC 2231), names lower."""
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, number, star, raw in _PARAMETER.findall(value):
        text = raw.strip()
        if text.startswith('"'):
            text = _QUOTED_PAIR.sub(r"\1", text.strip('"'))
        # A number makes one value of several; a bare "name*" goes before a plain "name".
        rank = int(number) if number else -1 if star else 1000
        pieces.setdefault(name.lower(), []).append((rank, bool(star), text))
    return {name: _join_pieces(sorted(found)) for name, found in pieces.items()}


def _join_pieces(pieces: list[tuple[int, bool, str]]) -> str:
    rank, starred, first = pieces[0]
    if rank == 1000:  # plain: some programs put encoded words here
        return decode_words(first)
    charset = ""
    if starred and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
    texts = [(starred, first)]
    if rank >= 0:
        texts += [(star, text) for number, star, text in pieces[1:] if number < 1000]
    data = b"".join(
        unquote_to_bytes(text) if star else text.encode("utf-8", "replace") for star, text in texts
    )
    return decode_bytes(data, charset=charset)
