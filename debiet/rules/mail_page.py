"""The HTML page that an e-mail carries, as it stands there: for a reader that cleans it first."""

from debiet.rules.mail_body import MAX_TEXT_BYTES
from debiet.rules.mail_mime import Part, PartReader
from debiet.rules.mail_text import clean_text, decode_bytes, decode_transfer


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
