"""The utility's own logo: its picture, and the rules that put it where Debiet's drawing stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from debiet.files.logos import UsedLogo, public_logo
from debiet.rules.logos import page_size
from debiet.web.downloads import drawn

A_YEAR = 365 * 86_400
"""Another picture has another address."""


def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """Return a logo that the house shows or showed."""
    found = public_logo(digest)
    if found is None:
        raise Http404
    response = drawn(*found)
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response


def rules(used: UsedLogo | None) -> str:
    """Return the rules that give every page's mark this logo; nothing without one.

    The name beside it stays in the page for who hears it. Logos are made for white paper, so on a
    dark screen it stands on some.
    """
    if used is None:
        return ""
    info = used.info
    width, height = page_size(width=info.width, height=info.height, has_name=used.has_name)
    address = reverse("logo", args=[info.digest])
    made = (
        "a.mark svg { display: none; }\n"
        f'a.mark::before {{ content: ""; flex: none; inline-size: {width}px; '
        f"block-size: {height}px; min-block-size: 26px; "
        f'background: url("{address}") center / contain no-repeat; }}\n'
        "@media (prefers-color-scheme: dark) { a.mark::before { background-color: #fff; "
        "box-shadow: 0 0 0 4px #fff; border-radius: 2px; } }\n"
    )
    if used.has_name:
        made += (
            "a.mark > span { position: absolute; inline-size: 1px; block-size: 1px; "
            "overflow: hidden; clip-path: inset(50%); white-space: nowrap; }\n"
        )
    return made
