"""The contents of the files of an e-mail, decoded one at a time and never more than a bound.

Every byte string has an answer here: what cannot be kept is named with the reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import itemgetter

from debiet.rules.mail_body import AttachmentInfo, file_parts, size_of
from debiet.rules.mail_mime import Part, PartReader
from debiet.rules.mail_text import decode_transfer

MAX_FILES = 100
MAX_FILE_BYTES = 60 * 1024 * 1024
# All files of a message together. Mail itself is taken up to this size, and decoding never grows
# it, so this is met only where a message lies about its encodings.
MAX_TOTAL_BYTES = 60 * 1024 * 1024
# A picture inside the words that is smaller is a logo or a line under a signature.
MAX_ORNAMENT_BYTES = 10 * 1024


class NotKept(StrEnum):
    """Why a file of a message is not kept as a file; the message itself always has it."""

    TOO_MANY = "too-many"
    TOO_BIG = "too-big"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file of a message with its content, or the reason why it has none.

    :param is_ornament: a small picture shown inside the words, such as the logo of a signature
    """

    info: AttachmentInfo
    is_ornament: bool
    content: bytes = b""
    not_kept: NotKept | None = None


def read_files(raw: bytes) -> Iterator[MailFile]:
    """Yield the files of a message, ornaments last; each is decoded when it is asked for.

    :param raw: any bytes; nothing raises
    """
    if b"\n" not in raw:  # line ends of old Apple computers, as in `mail.parse`
        raw = raw.replace(b"\r", b"\n")
    found = list(file_parts(PartReader(raw).read()))
    marked = sorted(((_is_ornament(raw, part), part) for part in found), key=itemgetter(0))
    bytes_left = MAX_TOTAL_BYTES
    for place, (is_ornament, part) in enumerate(marked):
        file = _read(raw, part, place, bytes_left)
        bytes_left -= len(file.content)
        yield replace(file, is_ornament=is_ornament)


def _read(raw: bytes, part: Part, place: int, bytes_left: int) -> MailFile:
    bound = min(MAX_FILE_BYTES, bytes_left)
    if place >= MAX_FILES:
        return _left_out(part, size_of(raw, part), NotKept.TOO_MANY)
    # Decoding makes nothing longer: only what may not fit is counted before it is decoded.
    if part.end - part.start > bound and size_of(raw, part) > bound:
        return _left_out(part, size_of(raw, part), NotKept.TOO_BIG)
    content = decode_transfer(raw[part.start : part.end], encoding=part.encoding)
    if not content:
        return _left_out(part, 0, NotKept.EMPTY)
    if len(content) > bound:
        return _left_out(part, len(content), NotKept.TOO_BIG)
    return MailFile(_info(part, len(content)), is_ornament=False, content=content)


def _left_out(part: Part, size: int, why: NotKept) -> MailFile:
    return MailFile(_info(part, size), is_ornament=False, not_kept=why)


def _info(part: Part, size: int) -> AttachmentInfo:
    return AttachmentInfo(part.filename, part.content_type[:100], size)


def _is_ornament(raw: bytes, part: Part) -> bool:
    return (
        part.content_type.startswith("image/")
        and bool(part.first("content-id"))
        and part.disposition != "attachment"
        and size_of(raw, part) < MAX_ORNAMENT_BYTES
    )
