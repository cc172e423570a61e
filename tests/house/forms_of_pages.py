"""The forms of a page with what stands in them, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """A form: where it goes and what it sends, with something in each field that takes words."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {key: value or "" for key, value in attrs}
        name = known.get("name", "")
        if tag == "form":
            self.forms.append(PageForm(known.get("action", "")))
        elif not self.forms:
            return
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and known.get("value"):
            values = self.forms[-1].values
            if self.select not in values or "selected" in known:
                values[self.select] = known["value"]
        elif tag == "textarea" and name:
            self.forms[-1].values[name] = "Een zin die lang genoeg is om iets te zeggen."
        elif tag == "input" and name:
            self._input(name, known)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""

    def _input(self, name: str, known: dict[str, str]) -> None:
        kind, values = known.get("type", "text"), self.forms[-1].values
        if kind in ("radio", "checkbox"):
            if "checked" in known or (kind == "radio" and name not in values):
                values[name] = known.get("value", "on")
        elif kind != "submit":
            values[name] = known.get("value") or ("" if kind == "hidden" else "x")


def forms_of(page: str) -> list[PageForm]:
    """Return the forms of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
