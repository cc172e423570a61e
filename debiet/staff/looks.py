"""Saying in which color the house shows itself; what too few people could read is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.rules.access import Permission
from debiet.rules.colors import NoColor, Scheme, unreadable
from debiet.staff.models import HouseSetting
from debiet.staff.queries import house_settings

SETTINGS: Mapping[Scheme, str] = {Scheme.LIGHT: "color_light", Scheme.DARK: "color_dark"}
ABOUT = "setting:colors"


class ColorUnreadable(Refused):
    """Words in this color, or on it, have too little contrast."""

    code = "staff.color-unreadable"
    message = _(
        "%(color)s cannot be read well enough: %(ratio)s : 1 at its worst, and 4.5 : 1 is needed. "
        "Choose a color that stands out more."
    )


class NotAColor(Refused):
    """Six digits and letters a to f are meant."""

    code = "staff.not-a-color"
    message = _("“%(color)s” is no color. Write it like #0b5c8a.")


@query(personal=False)
def house_colors(*, at: datetime) -> dict[Scheme, str]:
    """Return the colors of the utility's own that hold at a moment; without one Debiet's holds."""
    chosen = house_settings(at=at)
    return {scheme: chosen[code] for scheme, code in SETTINGS.items() if chosen.get(code)}


@dataclass(frozen=True, slots=True)
class ColorVersion:
    """The colors that held from a moment on; one without a color had Debiet's."""

    number: int
    colors: Mapping[Scheme, str]
    valid_from: datetime


@query(personal=False)
def color_versions() -> list[ColorVersion]:
    """Return all colors there were, the latest first."""
    schemes = {code: scheme for scheme, code in SETTINGS.items()}
    rows = HouseSetting.objects.filter(code__in=schemes).order_by("valid_from", "id")
    found: dict[datetime, dict[Scheme, str]] = {}
    now: dict[Scheme, str] = {}
    for code, value, valid_from in rows.values_list("code", "value", "valid_from"):
        now = now | {schemes[code]: value}
        found[valid_from] = now
    numbered = enumerate(found.items(), start=1)
    return [ColorVersion(number, colors, at) for number, (at, colors) in numbered][::-1]


@query(personal=False)
def check_colors(colors: Mapping[Scheme, str]) -> None:
    """Refuse colors that :func:`save_colors` would.

    :raises NotAColor: if one is none
    :raises ColorUnreadable: with the worst contrast that one gives
    """
    for scheme, color in colors.items():
        try:
            found = unreadable(color, scheme) if color else {}
        except NoColor as trouble:
            raise NotAColor(color=color) from trouble
        if found:
            # Rounded down: what is refused must not read as if it were enough.
            ratio = int(min(found.values()) * 100) / 100
            raise ColorUnreadable(color=color, ratio=f"{ratio:.2f}")


@action(permission=Permission.EDIT_STAFF)
def save_colors(*, colors: Mapping[Scheme, str], by: Actor, at: datetime) -> None:
    """Show the house in colors of its own from now on; "" goes back to Debiet's.

    :raises NotAColor: if one is none
    :raises ColorUnreadable: if too few people could read what it colors
    """
    check_colors(colors)
    before = house_colors(at=at)
    changed = {scheme: color for scheme, color in colors.items() if before.get(scheme, "") != color}
    HouseSetting.objects.bulk_create(
        HouseSetting(code=SETTINGS[scheme], value=color, valid_from=at)
        for scheme, color in changed.items()
    )
    if changed:
        audit.record(ABOUT, facts={str(scheme): color for scheme, color in changed.items()})
