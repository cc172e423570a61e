"""Windows of a real browser in which somebody is signed in at the desk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests import make
from tests.live import Sites

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

_CUT = """() => [...document.querySelectorAll(
  '.cards, .cards td, .composer-box, .topbar, .filters, .found .card')]
  .filter(part => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
  .map(part => `${part.className || part.tagName}: ${part.innerText.slice(0, 60)}`)"""


def cut_at_the_edge(page: Page) -> list[str]:
    """Return which parts of a page are wider than their place, though nothing of them scrolls."""
    return page.evaluate(_CUT)  # type: ignore[no-any-return]


@contextmanager
def signed_in(
    browser: Browser, sites: Sites, somebody: make.Somebody, *, locale: str
) -> Iterator[Callable[..., Page]]:
    """Have windows opened for somebody; anything in their consoles fails the test."""
    contexts, trouble = [], []

    def window(**options: object) -> Page:
        context = browser.new_context(
            base_url=sites.desk, locale=locale, timezone_id="Europe/Brussels", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda line: trouble.append(line.text))
        page.goto("/")
        page.fill("[name=login]", somebody.email)
        page.fill("[name=password]", make.PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("#list-title")
        page.wait_for_load_state()  # its script listens to keys only then
        return page

    yield window
    for context in contexts:
        context.close()
    # A page that shows a conflict comes with its status, which browsers note.
    assert [line for line in trouble if "409 (Conflict)" not in line] == []
