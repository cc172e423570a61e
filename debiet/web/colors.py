"""The utility's own colors and logo as a style sheet, after Debiet's own."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from debiet.files.logos import logo_at
from debiet.rules.colors import Scheme, palette
from debiet.staff.looks import house_colors
from debiet.web.logo import rules

FOR_SECONDS = 300
_MEDIA = {
    Scheme.LIGHT: "@media (prefers-color-scheme: light) and (prefers-contrast: no-preference)",
    Scheme.DARK: "@media (prefers-color-scheme: dark) and (prefers-contrast: no-preference)",
}
"""Who asks the screen for more contrast keeps Debiet's colors, which are made for that."""


def colors(request: HttpRequest) -> HttpResponse:
    """Return the colors and the logo that the utility chose; nothing where it chose none."""
    try:
        at = timezone.now()
        looks = sheet(house_colors(at=at)) + rules(logo_at(at=at))
    except DatabaseError:  # the page may be the one that says that the database is gone
        looks = ""
    response = HttpResponse(looks, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FOR_SECONDS)
    return response


def sheet(chosen: dict[Scheme, str]) -> str:
    """Return the rules that give a page these colors."""
    rules = []
    for scheme, color in chosen.items():
        made = palette(color, scheme)
        rules.append(
            f"{_MEDIA[scheme]} {{ :root {{ --water: {made.water}; --water-strong: {made.strong}; "
            f"--water-tint: {made.tint}; --on-water: {made.on_water}; }} }}\n"
        )
    return "".join(rules)
