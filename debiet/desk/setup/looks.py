"""Setting up the colors: what they give is shown, and refused where too few people can read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.core import queries as core
from debiet.core.words import Words
from debiet.desk import labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import Form
from debiet.desk.setup import history, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.rules.access import Permission
from debiet.rules.colors import SURROUNDINGS, Palette, Scheme, Surroundings, palette, ratios
from debiet.staff import looks
from debiet.staff import queries as staff

OWN = {Scheme.LIGHT: "#0b5c8a", Scheme.DARK: "#6cc0ee"}
"""Debiet's, which hold where the utility chose none."""


class ColorsForm(Form):
    """A color for light screens, and one for dark."""

    name = "colors"
    light = forms.CharField(
        label=gettext_lazy("On light screens"),
        required=False,
        max_length=7,
        help_text=gettext_lazy("Such as #0b5c8a. Empty: Debiet's own."),
    )
    dark = forms.CharField(label=gettext_lazy("On dark screens"), required=False, max_length=7)

    def colors(self) -> dict[Scheme, str]:
        """Return what was typed, by scheme."""
        return {scheme: self.cleaned_data[scheme].strip().lower() for scheme in Scheme}


@dataclass(frozen=True, slots=True)
class Swatch:
    """A piece of a page in a color, to be drawn."""

    scheme: Words
    around: Surroundings
    palette: Palette


def _swatches(colors: dict[Scheme, str]) -> list[Swatch]:
    return [
        Swatch(
            labels.word(scheme, "scheme"),
            SURROUNDINGS[scheme],
            palette(colors.get(scheme) or OWN[scheme], scheme),
        )
        for scheme in Scheme
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A version of the colors in the list: each scheme with its color and what is drawn of it."""

    number: int
    colors: list[tuple[Scheme, str, str]]
    valid_from: datetime
    who: Words


def _lines() -> list[Line]:
    changes = core.changes_of(looks.ABOUT, actions=["staff.looks.save_colors"], limit=200)
    names = staff.names_by_user(one.user_id for one in changes if one.user_id)
    who = {one.at: names.get(one.user_id or 0) or one.actor_name for one in changes}
    return [
        Line(
            one.number,
            [(scheme, color := one.colors.get(scheme, ""), color or OWN[scheme]) for scheme in OWN],
            one.valid_from,
            who.get(one.valid_from, ""),
        )
        for one in looks.color_versions()
    ]


@employees(Permission.EDIT_STAFF)
def colors(request: DeskRequest) -> HttpResponse:
    """Show the colors and change them once it was seen how they read."""
    now = looks.house_colors(at=request.at)
    lines = _lines()
    wanted = next((one for one in lines if str(one.number) == request.GET.get("version")), None)
    start = {scheme: color for scheme, color, _swatch in wanted.colors} if wanted else now
    form = ColorsForm(
        request.POST if request.method == "POST" else None,
        initial={str(scheme): color for scheme, color in start.items()},
    )
    facts: dict[str, Any] = {
        "swatches": _swatches(now),
        "lines": lines,
        "history": history.lines_of(looks.ABOUT),
    }

    def effects(values: dict[str, Any]) -> list[Effect]:
        wanted = form.colors()
        looks.check_colors(wanted)
        facts["swatches"] = _swatches(wanted)
        return [
            _told(scheme, color) for scheme, color in wanted.items() if color != now.get(scheme, "")
        ]

    def apply(values: dict[str, Any]) -> HttpResponse:
        looks.save_colors(colors=form.colors(), **versions.by(request))
        messages.success(request, _("The colors hold from now on, within five minutes everywhere."))
        return redirect("desk:setup-colors")

    screen = Screen(
        title=_("Colors"),
        back=(reverse("desk:setup"), _("Setting up")),
        template="desk/setup/colors.html",
        facts=facts,
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _told(scheme: Scheme, color: str) -> Effect:
    name = labels.word(scheme, "scheme")
    if not color:
        return Effect(_("%(scheme)s: Debiet's own color again.") % {"scheme": name})
    rows = [
        (f"{labels.word(pair, 'color-pair')}: {ratio:.2f} : 1", "")
        for pair, ratio in ratios(color, scheme).items()
    ]
    words = _("%(scheme)s: it can be read well enough (4.5 : 1 is needed).")
    return Effect(words % {"scheme": name}, "ok", rows)
