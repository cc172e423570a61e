"""Cleaning the HTML of a mail: a closed list of what may stay, and words for what may not load."""

import re
from collections.abc import Callable
from html import escape, unescape
from itertools import islice
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.translation import gettext as _

TAGS = {
    *(
        "a",
        "abbr",
        "address",
        "article",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "center",
    ),
    *("cite", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "figcaption"),
    *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins"),
    *("kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "section", "small", "span"),
    *("strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    *("u", "ul"),
}
UNSEEN = {"script", "style", "title", "head", "template", "noscript", "svg", "math", "iframe"}
ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
}
# "cid" and "data" only so that it can be said that an image was there; none is loaded.
SCHEMES = {"http", "https", "mailto", "tel", "cid", "data"}

# What nh3 writes: names in small letters, each value in double quotes with the quote escaped.
_TAG = re.compile(r'<(img|a|/a)((?: [a-z-]+="[^"]*")*)(?: ?/)?>')
_OPENING = re.compile(r"<[A-Za-z]")
MAX_TAGS = 20_000
"""Tags inside each other cost the cleaner quadratic time: two seconds for so many."""
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


def _nothing(name: str) -> str:
    return ""


def cleaned(source: str, *, picture: Callable[[str], str] = _nothing) -> str:
    """Return a mail's HTML with nothing in it that runs, loads, sends or styles.

    Links say where they lead and open elsewhere; instead of an image stands where it lies.

    :param picture: returns an address that holds a picture of the mail itself, by its name there,
        or "" where there is none to show
    """
    safe = nh3.clean(
        _cut(source),
        tags=TAGS,
        clean_content_tags=UNSEEN,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        generic_attribute_prefixes=None,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return _Marker(picture).mark(safe)


def _cut(source: str) -> str:
    beyond = next(islice(_OPENING.finditer(source), MAX_TAGS, None), None)
    if beyond is None:
        return source
    more = _("The page goes on here: save the mail as it came to see the rest.")
    return f"{source[: beyond.start()]}<p><strong>{escape(more)}</strong></p>"


class _Marker:
    """Goes through clean HTML once, puts words for images and destinations behind links."""

    def __init__(self, picture: Callable[[str], str]) -> None:
        self.picture, self.where = picture, ""

    def mark(self, safe: str) -> str:
        return _TAG.sub(self._mark, safe)

    def _mark(self, tag: re.Match[str]) -> str:
        values = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag[2])}
        if tag[1] == "img":
            return self._shown(values) or _away(values)
        if tag[1] == "a":
            self.where = _destination(values.get("href", ""))
            return tag[0] if self.where else "<a>"
        where, self.where = self.where, ""
        return f'</a> <span class="where">[{escape(where)}]</span>' if where else "</a>"

    def _shown(self, values: dict[str, str]) -> str:
        source = values.get("src", "")
        if source[:4].lower() != "cid:":
            return ""
        address = self.picture(unquote(source[4:]))
        words = escape(values.get("alt", "")[:200])
        return f'<img src="{escape(address)}" alt="{words}">' if address else ""


def _away(values: dict[str, str]) -> str:
    source = values.get("src", "")
    host = _host(source) if source.startswith(("http:", "https:")) else _("in the mail itself")
    said = _("image not loaded: %(host)s") % {"host": host}
    alternative = f" “{values['alt'][:200]}”" if values.get("alt", "").strip() else ""
    return f'<span class="away">[{escape(said + alternative)}]</span>'


def _destination(address: str) -> str:
    """Return where a link leads, as a reader can judge it; "" for what is no link of the web."""
    if address.startswith(("mailto:", "tel:")):
        return address[:200]
    return _host(address) if address.startswith(("http://", "https://")) else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2][:200] or "?"
    except ValueError:
        return "?"
