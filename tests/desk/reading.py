"""Reading pages the way a person does: words, forms and what is filled in."""

import re
from html import unescape
from typing import Any

from django.test import Client


def text_of(response: Any) -> str:
    """Return a page's words without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def part(response: Any, start: str, end: str) -> str:
    """Return the piece of a page's source between two texts."""
    source = response.content.decode()
    assert start in source, f"{start!r} is not on the page"
    return source.split(start, 1)[1].split(end, 1)[0]


def hidden(response: Any, action: str) -> dict[str, str]:
    """Return the hidden fields of the form that is sent to an address ending so."""
    form = re.search(
        rf'<form[^>]*action="[^"]*/{action}/[^"]*".*?</form>', response.content.decode(), re.DOTALL
    )
    assert form, f"there is no form for {action}"
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def offered(response: Any) -> set[str]:
    """Return the steps about a case that a page offers: forms and links to them."""
    return set(
        re.findall(
            r'(?:action|formaction|href)="/cases/[\d-]+/([a-z-]+)/', response.content.decode()
        )
    ) - {"clocks"}


def answer(browser: Client, number: str, text: str, **changes: Any) -> Any:
    """Open a case, write an answer and send it, as a browser without scripts does."""
    page = browser.get(f"/cases/{number}/")
    fields = hidden(page, "answer") | {"text": text, "is_substantive": "on", "resolves": "on"}
    fields |= changes
    return browser.post(
        f"/cases/{number}/answer/", {name: value for name, value in fields.items() if value != ""}
    )
