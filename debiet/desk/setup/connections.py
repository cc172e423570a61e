"""Setting up how many connections there are: a list that is pasted, and seen before it holds."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import Form
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.connection_list import BadLine, LineTrouble, read_connections

SHOWN_MISTAKES = 20
TROUBLES: Mapping[LineTrouble, Words] = {
    LineTrouble.TWO_PARTS: gettext_lazy("it is not a name and a number, parted by a semicolon"),
    LineTrouble.NO_NAME: gettext_lazy("the municipality is missing"),
    LineTrouble.LONG_NAME: gettext_lazy("the name is longer than 80 signs"),
    LineTrouble.NO_NUMBER: gettext_lazy("the number is not a whole number"),
    LineTrouble.TOO_MANY: gettext_lazy("the number is larger than 9,999,999"),
    LineTrouble.TWICE: gettext_lazy("the municipality stands on an earlier line as well"),
}


class ConnectionsForm(Form):
    """A year and its list."""

    name = "connections"
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    text = forms.CharField(
        label=gettext_lazy("Connections by municipality"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "A line each, such as “Aalter;12000”, or two columns copied from a spreadsheet. "
            "The list replaces that of the year."
        ),
    )

    def clean_text(self) -> str:
        """Refuse lines that cannot be read, and say of each why."""
        text: str = self.cleaned_data["text"]
        bad = read_connections(text).bad
        if bad:
            raise forms.ValidationError([_told(one) for one in bad[:SHOWN_MISTAKES]])
        return text


def _told(line: BadLine) -> str:
    facts = {"number": line.number, "text": line.text[:40], "why": TROUBLES[line.trouble]}
    return _("Line %(number)d, “%(text)s”: %(why)s.") % facts


@employees(Permission.EDIT_CONNECTIONS)
def connections(request: DeskRequest) -> HttpResponse:
    """Show the connections of a year."""
    year = _year(request)
    found = complaints.connections_of(year)
    facts = {
        "year": year,
        "rows": sorted(found.items()),
        "together": sum(found.values()),
        "years": complaints.connection_years(),
    }
    return frame.show(request, "desk/setup/connections.html", facts, current="setup")


def _year(request: DeskRequest) -> int:
    asked = whole_number(request.GET.get("year", ""))
    return asked if 2000 <= asked <= 2100 else timezone.localtime(request.at).year - 1


@employees(Permission.EDIT_CONNECTIONS)
def change(request: DeskRequest) -> HttpResponse:
    """Paste the list of a year, and let it hold once it was seen what it changes."""
    year = _year(request)
    held = complaints.connections_of(year)
    text = "\n".join(f"{place};{count}" for place, count in sorted(held.items()))
    form = ConnectionsForm(
        request.POST if request.method == "POST" else None, initial={"year": year, "text": text}
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        new = read_connections(values["text"]).connections
        return _effects(complaints.connections_of(values["year"]), new)

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.set_connections(
            year=values["year"],
            connections=read_connections(values["text"]).connections,
            by=access.actor(request),
            at=request.at,
        )
        messages.success(request, _("The list holds from now on."))
        return redirect(f"{reverse('desk:connections')}?year={values['year']}")

    screen = Screen(
        title=_("Connections of a year"),
        back=(reverse("desk:connections"), _("Connections")),
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _effects(held: Mapping[str, int], new: Mapping[str, int]) -> list[Effect]:
    if not new:
        raise actions.NoConnections
    added = sorted(new.keys() - held.keys())
    gone = sorted(held.keys() - new.keys())
    other = sorted(place for place in new.keys() & held.keys() if new[place] != held[place])
    told = []
    if added:
        words = ngettext("%(count)d new municipality.", "%(count)d new municipalities.", len(added))
        rows = [(f"{place}: {new[place]}", "") for place in added]
        told.append(Effect(words % {"count": len(added)}, "ok", rows))
    if other:
        words = ngettext("%(count)d other number.", "%(count)d other numbers.", len(other))
        rows = [(f"{place}: {held[place]} → {new[place]}", "") for place in other]
        told.append(Effect(words % {"count": len(other)}, "soon", rows))
    if gone:
        words = ngettext(
            "%(count)d municipality falls away.", "%(count)d municipalities fall away.", len(gone)
        )
        told.append(Effect(words % {"count": len(gone)}, "late", [(place, "") for place in gone]))
    together = _("Together %(now)d connections, %(then)d before.") % {
        "now": sum(new.values()),
        "then": sum(held.values()),
    }
    return [*told, Effect(together)] if told else []
