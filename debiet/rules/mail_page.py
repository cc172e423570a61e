"""The HTML page that an e-mail carries, as it stands there: for a reader that cleans it first."""

from collections.abc import Iterator

from debiet.rules.mail_body import MAX_TEXT_BYTES, file_parts, size_of
from debiet.rules.mail_mime import Part, PartReader
from debiet.rules.mail_text import clean_text, decode_bytes, decode_transfer

MAX_PICTURES = 50
"""Pictures that stand inside one page; no letter paper has more."""
MAX_PICTURE_BYTES = 10 * 1024 * 1024


def html_of(raw: bytes) -> str:
    """Return a message's HTML, the first page of it that is no attached file; "" if it has none.

    Cut where the words of a message are cut too. A message sent on inside another is not entered.
    """
    pages = (part for part in PartReader(raw).read().leaves() if _is_page(part))
    for part in pages:
        data = raw[part.start : min(part.end, part.start + MAX_TEXT_BYTES)]
        page = clean_text(
            decode_bytes(decode_transfer(data, encoding=part.encoding), charset=part.charset)
        )
        if page.strip():
            return page
    return ""


def _is_page(part: Part) -> bool:
    return part.content_type == "text/html" and part.disposition != "attachment"


def pictures_of(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what a message's page may show of the message itself: the name, and the content.

    The name is that of `cid:` in the page (RFC 2392), each once; the content may be anything.
    """
    if b"\n" not in raw:  # line ends of old Apple computers
        raw = raw.replace(b"\r", b"\n")
    named: dict[str, Part] = {}
    for part in file_parts(PartReader(raw).read()):
        name = part.first("content-id").strip().strip("<>").strip()
        if name and size_of(raw, part) <= MAX_PICTURE_BYTES:
            named.setdefault(name, part)
    for name, part in list(named.items())[:MAX_PICTURES]:
        yield name, decode_transfer(raw[part.start : part.end], encoding=part.encoding)
