"""The words and the files of an e-mail, from its parts."""

from collections.abc import Iterator
from dataclasses import dataclass

from debiet.rules.mail_html import html_to_text
from debiet.rules.mail_mime import Part
from debiet.rules.mail_text import clean_text, decode_bytes, decode_transfer

# What is decoded of all text parts together. Word and Outlook wrap a page of words into some
# hundred KiB of HTML; a whole book is one to two MiB.
MAX_TEXT_BYTES = 2 * 1024 * 1024
# What is kept of the words, about 60 printed pages: a row that can still be shown and searched
# (PostgreSQL's search index takes no document over 1 MiB). The original stays with the raw message.
MAX_TEXT_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class AttachmentInfo:
    """A file in a message. `size` is in bytes, decoded; `filename` may be ""."""

    filename: str
    content_type: str
    size: int


@dataclass(slots=True)
class BodyReader:
    """Reads the text of one message; the limit counts over all its parts."""

    raw: bytes
    bytes_left: int = MAX_TEXT_BYTES
    is_cut: bool = False

    def text(self, message: Part) -> str:
        """Return the best plain text of a message.

        Its own words; else those of a text file shown inside it; else those of a message sent on
        as an attachment without a word of its own.
        """
        for named, enclosed in ((False, False), (True, False), (True, True)):
            text = clean_text(self._words(message, named=named, enclosed=enclosed)).strip()
            if text:
                self.is_cut = self.is_cut or len(text) > MAX_TEXT_CHARS
                return text[:MAX_TEXT_CHARS].rstrip()
        return ""

    def _words(self, part: Part, *, named: bool, enclosed: bool) -> str:
        """Return the words of a part; `named`: of text with a file name as well."""
        if _is_text(part):
            return self._leaf_words(part) if named or not part.filename else ""
        if not part.content_type.startswith("multipart/") and not enclosed:
            return ""
        children = part.children
        alternative = part.content_type == "multipart/alternative"
        if alternative:  # the plainest one: the words as the sender's program understood them
            children = tuple(sorted(children, key=lambda child: child.content_type != "text/plain"))
        found = []
        for child in children:
            words = self._words(child, named=named, enclosed=enclosed)
            if words.strip():
                found.append(words)
                if alternative:
                    break
        return "\n\n".join(found)

    def _leaf_words(self, part: Part) -> str:
        data = self.raw[part.start : min(part.end, part.start + self.bytes_left)]
        self.bytes_left -= len(data)
        if len(data) < part.end - part.start:
            self.is_cut = True
            # Not in the middle of a character, a code or a tag, where lines allow it.
            data = data[: data.rfind(b"\n") + 1] or data
        words = decode_bytes(decode_transfer(data, encoding=part.encoding), charset=part.charset)
        return html_to_text(words) if part.content_type == "text/html" else words


def attachments(raw: bytes, message: Part) -> tuple[AttachmentInfo, ...]:
    """Return what a message holds beside its words, in the order in which it stands there."""
    return tuple(
        AttachmentInfo(part.filename, part.content_type[:100], size_of(raw, part))
        for part in file_parts(message)
    )


def file_parts(message: Part) -> Iterator[Part]:
    """Yield the parts of a message that are files, in the order in which they stand there."""
    return (part for part in message.leaves() if not _is_text(part) or part.filename)


def _is_text(part: Part) -> bool:
    # A multipart without a part in it: a program forgot its boundary, the words are all there.
    broken = part.content_type.startswith("multipart/") and not part.children
    return broken or (
        part.content_type in ("text/plain", "text/html") and part.disposition != "attachment"
    )


def size_of(raw: bytes, part: Part) -> int:
    """Return the bytes of a part's content, counted without decoding it: a file may have 50 MB."""
    coded = part.end - part.start
    line_feeds = raw.count(b"\n", part.start, part.end)
    windows_ends = raw.count(b"\r\n", part.start, part.end)
    if part.encoding == "base64":
        padding = raw.count(b"=", max(part.start, part.end - 8), part.end)
        return (coded - line_feeds - windows_ends - padding) * 3 // 4
    if part.encoding == "quoted-printable":
        # "=3D" is one byte, a soft line break ("=" at the end) is none.
        soft_ends = raw.count(b"=\r\n", part.start, part.end)
        return coded - 2 * raw.count(b"=", part.start, part.end) - soft_ends
    return coded
