"""The parts of an e-mail, found in bounded time and memory.

Python's `email` parser recurses once a level and takes a line at a time through every open
boundary, so a mail of some thousand levels ends in an error or takes minutes. Here parts are
ranges of the one byte string, found by searching; nothing is copied but header fields.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from debiet.rules.mail_headers import read_parameters
from debiet.rules.mail_text import clean_line, decode_bytes

# Deeper parts are taken as one attachment. Mail programs nest up to about six levels (signed,
# mixed, related, alternative, forwarded); each level costs one more search through the message.
MAX_DEPTH = 20
# What follows is not looked at any more. Nobody attaches that many files; a message of nothing
# but boundaries could otherwise have ten million parts.
MAX_PARTS = 1_000
# Lines that begin like a boundary and are none: bounds the search inside such a message.
MAX_BOUNDARY_LINES = 20_000
# All header bytes of a message together. Real ones have 2 to 20 KiB; trace lines of many servers
# and long recipient lists reach a hundred.
MAX_HEADER_BYTES = 256 * 1024
# One header field; what is longer is cut.
MAX_FIELD_BYTES = 32 * 1024
# RFC 2046 5.1.1 allows 70.
MAX_BOUNDARY_CHARS = 200

_PREFACE = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*")
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_CONTENT_TYPE = re.compile(r"\s*([a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60})(?:[;\s]|\Z)")
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*\r?(?:\n|\Z)")
_ENCLOSED = frozenset({"message/rfc822", "message/global", "message/news"})
_IDENTITY_ENCODINGS = frozenset({"", "7bit", "8bit", "binary"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its header fields, the range of its body, and the parts in it."""

    fields: tuple[tuple[str, str], ...]
    content_type: str
    start: int
    end: int
    children: "tuple[Part, ...]" = ()

    def first(self, name: str) -> str:
        """Return the first header field of a (lower-case) name, "" if there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name: str) -> list[str]:
        """Return every header field of a (lower-case) name."""
        return [value for key, value in self.fields if key == name]

    @property
    def encoding(self) -> str:
        """Content-Transfer-Encoding in lower case."""
        return self.first("content-transfer-encoding").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The declared charset, "" if none."""
        return read_parameters(self.first("content-type")).get("charset", "").strip()

    @property
    def disposition(self) -> str:
        """ "attachment", "inline", … or ""."""
        return self.first("content-disposition").partition(";")[0].strip().lower()

    @property
    def filename(self) -> str:
        """The name of the file on one line, without folders; "" if it has none."""
        named = read_parameters(self.first("content-disposition")).get("filename", "")
        named = named or read_parameters(self.first("content-type")).get("name", "")
        return clean_line(re.split(r"[/\\]", named)[-1], limit=200)

    def leaves(self) -> "Iterator[Part]":
        """Yield the parts that hold content; an enclosed message is one of them."""
        if self.children and self.content_type.startswith("multipart/"):
            for child in self.children:
                yield from child.leaves()
        else:
            yield self


@dataclass(slots=True)
class PartReader:
    """Reads the parts of one message; the limits count over the whole of it."""

    raw: bytes
    defects: set[str] = field(default_factory=set)
    parts_left: int = MAX_PARTS
    boundary_lines_left: int = MAX_BOUNDARY_LINES
    header_bytes_left: int = MAX_HEADER_BYTES

    def read(self) -> Part:
        """Return the message as one part."""
        return self._read_part(self._skip_preface(), len(self.raw), 0, "text/plain")

    def read_header(self) -> Part:
        """Return the message without looking into its body."""
        fields, body = self._read_fields(self._skip_preface(), len(self.raw))
        return Part(fields, _content_type(fields, "text/plain"), body, len(self.raw))

    def _skip_preface(self) -> int:
        """Return where the header begins: after a byte order mark, blank lines, an mbox line."""
        preface = _PREFACE.match(self.raw)
        start = preface.end() if preface else 0
        if self.raw.startswith((b"From ", b">From "), start):
            start = self.raw.find(b"\n", start) + 1 or len(self.raw)
        return start

    def _read_part(self, start: int, end: int, depth: int, default_type: str) -> Part:
        self.parts_left -= 1
        fields, body = self._read_fields(start, end)
        part = Part(fields, _content_type(fields, default_type), body, end)
        if not part.content_type.startswith("multipart/") and part.content_type not in _ENCLOSED:
            return part
        if depth == MAX_DEPTH:
            self.defects.add("nested-too-deep")
            return Part(fields, "application/octet-stream", body, end)
        return Part(fields, part.content_type, body, end, self._read_children(part, depth + 1))

    def _read_children(self, part: Part, depth: int) -> tuple[Part, ...]:
        if part.content_type in _ENCLOSED:
            if part.encoding not in _IDENTITY_ENCODINGS:
                return ()
            return (self._read_part(part.start, part.end, depth, "text/plain"),)
        digest = part.content_type == "multipart/digest"
        default_type = "message/rfc822" if digest else "text/plain"
        children = []
        for start, end in self._ranges(part):
            if self.parts_left <= 0 or self.header_bytes_left <= 0:
                self.defects.add("too-many-parts")
                break
            children.append(self._read_part(start, end, depth, default_type))
        return tuple(children)

    def _ranges(self, part: Part) -> Iterator[tuple[int, int]]:
        """Yield start and end of each part between the boundary lines."""
        boundary = read_parameters(part.first("content-type")).get("boundary", "").rstrip()
        if not 0 < len(boundary) <= MAX_BOUNDARY_CHARS:
            self.defects.add("no-boundary")
            return
        line = b"\n--" + boundary.encode("utf-8", "replace")
        opened = -1
        # A body begins after a line feed, which its first boundary line needs too.
        position = self.raw.find(line, max(0, part.start - 1), part.end)
        while position >= 0 and self.boundary_lines_left > 0:
            self.boundary_lines_left -= 1
            after = _AFTER_BOUNDARY.match(self.raw, position + len(line), part.end)
            if after:
                if opened >= 0:
                    yield opened, self._without_line_end(opened, position)
                if after[1]:
                    return
                opened = after.end()
            # The line feed that ends a boundary line may begin the next one.
            proceed = after.end() - 1 if after else position + 1
            position = self.raw.find(line, proceed, part.end)
        self.defects.add("too-many-parts" if position >= 0 else "unclosed-boundary")
        if opened >= 0:
            yield opened, part.end

    def _without_line_end(self, start: int, end: int) -> int:
        """Return the end of a part before the line end that belongs to its boundary line."""
        if end > start and self.raw[end - 1 : end] == b"\r":
            end -= 1
        return max(start, end)

    def _read_fields(self, start: int, end: int) -> tuple[tuple[tuple[str, str], ...], int]:
        """Return the header fields and where the body begins."""
        found: list[tuple[str, bytearray]] = []
        position = start
        while position < end:
            if self.header_bytes_left <= 0:
                self.defects.add("headers-too-long")
                return _decoded(found), _after_blank_line(self.raw, position, end)
            line_end = self.raw.find(b"\n", position, end)
            following = end if line_end < 0 else line_end + 1
            line = self.raw[position : min(following, position + MAX_FIELD_BYTES)].rstrip(b"\r\n")
            if not line:
                return _decoded(found), following
            if not self._take_line(line, found):
                self.defects.add("no-blank-line-after-headers")
                return _decoded(found), position
            self.header_bytes_left -= len(line) + 1
            position = following
        return _decoded(found), end

    def _take_line(self, line: bytes, found: list[tuple[str, bytearray]]) -> bool:
        """Add a line to the header fields; False when it is none of a header."""
        if line[0] in b" \t":
            if found:
                room = MAX_FIELD_BYTES - len(found[-1][1])
                found[-1][1].extend(line[: max(0, room)])
            return True
        name = _FIELD.match(line)
        if name:
            found.append((name[1].decode("ascii").lower(), bytearray(line[name.end() :])))
        return name is not None or line.startswith((b"From ", b">From "))


def _decoded(found: list[tuple[str, bytearray]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, decode_bytes(bytes(value)).strip()) for name, value in found)


def _after_blank_line(raw: bytes, position: int, end: int) -> int:
    """Return where the first blank line is over, `end` if there is none."""
    ends = [
        found + len(blank)
        for blank in (b"\n\n", b"\n\r\n")
        if (found := raw.find(blank, max(0, position - 1), end)) >= 0
    ]
    return min(ends, default=end)


def _content_type(fields: tuple[tuple[str, str], ...], default_type: str) -> str:
    """Return the media type in lower case; what is none is plain text (RFC 2045 5.2)."""
    declared = next((value for key, value in fields if key == "content-type"), None)
    if declared is None:
        return default_type
    found = _CONTENT_TYPE.match(declared.lower())
    return found[1] if found else "text/plain"
