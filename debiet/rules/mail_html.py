"""The words of an HTML e-mail, as plain text.

Not Python's `html.parser`: on malformed input (`<a<a<a…`, many open comments) it takes quadratic
time, minutes for a mail anybody can send, and it raises on some. This reader is linear, never
raises and needs to understand only what separates words and lines.
"""

import html
import re

_PARAGRAPHS = frozenset(
    {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"}
)
_LINES = frozenset(
    {"address", "article", "body", "center", "dd", "div", "dl", "dt", "footer", "header", "hr"}
    | {"html", "li", "main", "section", "tbody", "tfoot", "thead", "tr"}
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"head", "script", "style", "template", "title"})

# Deeper quotation is shown at this depth: each level lengthens every line.
MAX_QUOTE_DEPTH = 5

_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_TAG_STOP = re.compile(r"""[>"']""")
_BLANKS = re.compile(r"\s+")
_MANY_BLANK_LINES = re.compile(r"\n(?:[> ]*\n){2,}")
# Python reads `&#` and more than 4,300 digits as an error; no character has more than 7.
_ABSURD_REFERENCE = re.compile(r"&#[0-9]{8,};?")


class _Page:
    """The plain text so far: finished lines and the pieces of the current one."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pieces: list[str] = []
        self.quote_depth = 0
        # False from the first tag or quotation mark on that nothing closes: then a tag ends at
        # its first ">". Looking to the end again from every tag would take quadratic time.
        self.quotes_close = True

    def add(self, text: str) -> None:
        if text:
            self.pieces.append(html.unescape(_ABSURD_REFERENCE.sub("\ufffd", text)))

    def end_line(self, *, always: bool = False) -> None:
        line = _BLANKS.sub(" ", "".join(self.pieces)).strip()
        self.pieces.clear()
        if line or always:
            self.lines.append("> " * min(self.quote_depth, MAX_QUOTE_DEPTH) + line)

    def end_paragraph(self) -> None:
        self.end_line()
        self.end_line(always=True)

    def see(self, tag: str, *, closing: bool) -> None:
        """Do what a tag does to lines."""
        if tag == "br":
            self.end_line(always=True)
        elif tag in _PARAGRAPHS:
            self.end_paragraph()
        elif tag in _LINES:
            self.end_line()
        elif tag in _CELLS:
            self.pieces.append(" ")
        if tag == "li" and not closing:
            self.pieces.append("- ")
        if tag == "blockquote":
            self.quote_depth = max(0, self.quote_depth + (-1 if closing else 1))

    def text(self) -> str:
        self.end_line()
        return _MANY_BLANK_LINES.sub("\n\n", "\n".join(self.lines)).strip()


def html_to_text(source: str) -> str:
    """Return the words of an HTML page: lines as shown, quotation marked `> `, no script or style.

    Images, links' targets and styles are not looked at; hidden text is not recognized.
    """
    page = _Page()
    position = 0
    while (opening := source.find("<", position)) >= 0:
        page.add(source[position:opening])
        position = _pass(source, opening, page)
    page.add(source[position:])
    return page.text()


def _pass(source: str, opening: int, page: _Page) -> int:
    """Let the page see what begins with `<` at `opening`; return where reading goes on."""
    if source.startswith("<!--", opening):
        return _after(source, "-->", opening + 2)
    if source.startswith(("<!", "<?"), opening):
        return _after(source, ">", opening)
    tag = _NAME.match(source, opening)
    if tag is None:  # a "<" of the writer's own, as in "flow < 5 l"
        page.add("<")
        return opening + 1
    end = _tag_end(source, tag.end(), page)
    name = tag[2].lower()
    page.see(name, closing=bool(tag[1]))
    if name in _UNSEEN and not tag[1]:
        close = re.compile(rf"</{name}\b", re.IGNORECASE).search(source, end)
        return close.start() if close else len(source)
    return end


def _tag_end(source: str, start: int, page: _Page) -> int:
    """Return where a tag is over; a `>` inside a quoted attribute value does not end it."""
    position = start
    while page.quotes_close and (stop := _TAG_STOP.search(source, position)):
        position = stop.end()
        if stop[0] == ">":
            return position
        # An apostrophe that no "=" precedes quotes nothing.
        if source[max(start, position - 3) : position - 1].rstrip().endswith("="):
            position = source.find(stop[0], position) + 1
            page.quotes_close = position > 0
    # Every ">" from here on stands in quotation marks: so it does for each tag that follows.
    page.quotes_close = False
    return _after(source, ">", start)


def _after(source: str, sign: str, position: int) -> int:
    """Return where `sign` is over; without one the rest of the page belongs to it."""
    found = source.find(sign, position)
    return len(source) if found < 0 else found + len(sign)
