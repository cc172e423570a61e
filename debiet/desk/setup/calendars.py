"""Setting up calendars: opening hours, the days of a year, and what a change would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from debiet.core.references import reference
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.setup import calendar_forms as forms
from debiet.desk.setup import versions
from debiet.desk.setup.calendar_picture import year_picture
from debiet.desk.setup.calendar_words import (
    change_words,
    hours_of,
    months_effect,
    names_of,
    single_days_of,
)
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.versions import VersionLine
from debiet.rules.access import Permission
from debiet.rules.days_off import (
    WeekAndDays,
    bridge_days,
    lost_holidays,
    replacement_for,
)
from debiet.rules.hours_text import write_hours
from debiet.terms import actions
from debiet.terms import queries as terms
from debiet.terms.actions import CalendarUnreadable
from debiet.terms.drafting import HOURS, Definition, week_and_days, with_week, with_year
from debiet.terms.public_holidays import HOLIDAYS, holiday_names
from debiet.terms.queries import CalendarSetUp

NO_HOLIDAYS = ""
SAVED = "terms.calendars.save_calendar_version"


@dataclass(frozen=True, slots=True)
class Row:
    """A calendar in the list, in words."""

    calendar: CalendarSetUp
    hours: list[tuple[str, str]]
    known_until: int | None


@employees(Permission.EDIT_TERMS)
def calendars(request: DeskRequest) -> HttpResponse:
    """Show every calendar: when it is open, until when its holidays are known, what uses it."""
    found = terms.calendars_set_up(viewer=access.actor(request), at=request.at)
    rows = [Row(one, hours_of(_shown(one)), _known_until(_shown(one))) for one in found]
    facts = {"rows": rows, "this_year": timezone.localtime(request.at).year}
    return frame.show(request, "desk/setup/calendars.html", facts, current="setup")


def _shown(one: CalendarSetUp) -> Definition:
    return (one.in_force or one.newest).definition


def _known_until(definition: Mapping[str, Any]) -> int | None:
    return max(definition.get("known_years") or (), default=None)


@employees(Permission.EDIT_TERMS)
def calendar(request: DeskRequest, code: str) -> HttpResponse:
    """Show a calendar: a year as a picture, its hours and its versions."""
    found = _found(request, code)
    wanted = request.GET.get("version", "")
    chosen = next((one for one in found.versions if str(one.number) == wanted), None)
    chosen = chosen or found.in_force or found.newest
    years = _years(chosen.definition, request)
    typed = request.GET.get("year", "")
    this_year = timezone.localtime(request.at).year
    year = int(typed) if typed in map(str, years) else min(max(this_year, years[0]), years[-1])
    facts = {
        "calendar": found,
        "chosen": chosen,
        "hours": hours_of(chosen.definition),
        "years": years,
        "offered_years": _offered_years(found.newest.definition, request),
        "next_year": _offered_years(found.newest.definition, request)[-1],
        "picture": year_picture(
            week_and_days(chosen.definition), year, names=names_of(chosen.definition, year)
        ),
        "versions": _lines(found),
        "known_until": _known_until(found.newest.definition),
        "clocks_by": _older_clocks(found),
    }
    return frame.show(request, "desk/setup/calendar.html", facts, current="setup")


def _older_clocks(found: CalendarSetUp) -> int:
    return found.open_clocks if len(found.versions) > 1 else 0


def _found(request: DeskRequest, code: str) -> CalendarSetUp:
    found = terms.calendar_set_up(code, viewer=access.actor(request), at=request.at)
    if found is None:
        raise Http404
    return found


def _years(definition: Mapping[str, Any], request: DeskRequest) -> list[int]:
    this_year = timezone.localtime(request.at).year
    return list(definition.get("known_years") or range(this_year - 1, this_year + 3))


def _offered_years(definition: Mapping[str, Any], request: DeskRequest) -> list[int]:
    """Return the years that can be changed: this one and those to come, and one that is new."""
    this_year = timezone.localtime(request.at).year
    years = [year for year in _years(definition, request) if year >= this_year]
    return [*years, (years[-1] if years else this_year - 1) + 1]


def _lines(found: CalendarSetUp) -> list[VersionLine]:
    who = versions.deciders(reference("calendar", found.code), action=SAVED)
    before = [*found.versions[1:], None]
    return [
        VersionLine(
            one,
            who.get(one.version_id, ""),
            change_words(earlier.definition, one.definition) if earlier else [],
        )
        for one, earlier in zip(found.versions, before, strict=True)
    ]


@employees(Permission.EDIT_TERMS)
def week(request: DeskRequest, code: str) -> HttpResponse:
    """Change the hours of a calendar, or the weekdays that count."""
    found = _found(request, code)
    definition = found.newest.definition
    data = request.POST if request.method == "POST" else None
    today = timezone.localtime(request.at).date()
    form: forms.HoursForm | forms.WeekdaysForm
    if definition["kind"] == HOURS:
        start = {name: write_hours(hours) for name, hours in definition["weekly"].items()}
        form = forms.HoursForm(data, today=today, initial=start)
    else:
        start = {"weekdays": definition["open_weekdays"]}
        form = forms.WeekdaysForm(data, today=today, initial=start)
    title = _("Hours of %(name)s") % {"name": found.name}
    return _change(
        request, found, form, title=title, draft=lambda: with_week(definition, form.week())
    )


@employees(Permission.EDIT_TERMS)
def year(request: DeskRequest, code: str, year: int) -> HttpResponse:
    """Take the holidays of a year, each or not, with days in their place and other days off."""
    found = _found(request, code)
    definition = found.newest.definition
    if year not in _offered_years(definition, request):
        raise Http404
    source = _source(definition, request)
    choices = _year_choices(definition, year, source)
    known = year in (definition.get("known_years") or ()) or bool(_of_year(definition, year))
    start = forms.start_of_year(
        choices,
        known=known,
        single={
            date.fromisoformat(day): value
            for day, value in definition.get("overrides", {}).items()
            if int(day[:4]) == year
        },
        reasons={
            date.fromisoformat(day): why
            for day, why in definition.get("reasons", {}).items()
            if int(day[:4]) == year
        },
    )
    taken = set(definition.get("holidays", ())) if known else None
    start["holidays"] = [
        day.isoformat() for day in choices.holidays if taken is None or day.isoformat() in taken
    ]
    form = forms.YearForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localtime(request.at).date(),
        offered=choices,
        initial=start,
    )
    title = _("%(year)d in %(name)s") % {"year": year, "name": found.name}
    return _change(
        request,
        found,
        form,
        title=title,
        draft=lambda: with_year(
            definition,
            year,
            holidays=form.taken(),
            single_days=form.days,
            reasons=form.reasons,
        ),
        template="desk/setup/calendar_year.html",
        facts={"source": source, "year": year, "is_new": not known},
    )


def _of_year(definition: Mapping[str, Any], year: int) -> list[str]:
    return [day for day in single_days_of(definition) if int(day[:4]) == year]


def _source(definition: Mapping[str, Any], request: DeskRequest) -> str:
    """Return whose holidays are offered: what was asked for, or those the calendar has by now."""
    asked = request.GET.get("holidays", "-")
    if asked in (*HOLIDAYS, NO_HOLIDAYS):
        return asked
    years = sorted(definition.get("known_years") or ())
    holidays = {date.fromisoformat(day) for day in definition.get("holidays", ())}
    if not holidays:
        return NO_HOLIDAYS
    names = {name: days(years) for name, days in HOLIDAYS.items()}
    return max(HOLIDAYS, key=lambda name: len(names[name] & holidays))


def _year_choices(definition: Mapping[str, Any], year: int, source: str) -> forms.YearChoices:
    by_name = holiday_names([year], language=get_language() or "nl")
    offered = {day for day in HOLIDAYS[source]([year]) if day.year == year} if source else set()
    offered |= {
        day for day in map(date.fromisoformat, definition.get("holidays", ())) if day.year == year
    }
    plain = week_and_days(definition)
    with_all = WeekAndDays(plain.open_weekdays, plain.holidays | offered, plain.single_days)
    lost, suggested = {}, set[date]()
    for holiday in lost_holidays(with_all, offered):
        lost[holiday] = replacement_for(with_all, holiday, taken=suggested)
        suggested |= {day for day in [lost[holiday]] if day}
    bridges = {
        date.fromisoformat(day)
        for day, why in definition.get("reasons", {}).items()
        if why == forms.BRIDGE and int(day[:4]) == year
    }
    return forms.YearChoices(
        year=year,
        has_hours=definition["kind"] == HOURS,
        holidays={day: by_name.get(day, "") for day in sorted(offered)},
        lost=lost,
        bridges=sorted({*bridges, *bridge_days(with_all, year)}),
    )


def _change(
    request: DeskRequest,
    found: CalendarSetUp,
    form: Any,
    *,
    title: str,
    draft: Any,
    template: str = "desk/setup/edit.html",
    facts: Mapping[str, Any] | None = None,
) -> HttpResponse:
    def effects(values: dict[str, Any]) -> list[Effect]:
        return effects_of(found, draft(), values["valid_from"], request)

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.save_calendar_version(
            code=found.code,
            name=found.name,
            definition=draft(),
            valid_from=versions.from_day(values["valid_from"], request),
            **versions.by(request),
        )
        messages.success(request, _("The calendar has a new version."))
        return redirect("desk:calendar", code=found.code)

    screen = Screen(
        title=title,
        back=(reverse("desk:calendar", args=[found.code]), found.name),
        template=template,
        facts=facts or {},
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def effects_of(
    found: CalendarSetUp, definition: Definition, day: date, request: DeskRequest
) -> list[Effect]:
    """Return what another definition of a calendar would do.

    :raises CalendarUnreadable: if it cannot be meant
    """
    if trouble := terms.calendar_trouble(definition):
        raise CalendarUnreadable(trouble=trouble)
    before = found.newest.definition
    if definition == before:
        return []
    starts = versions.from_day(day, request)
    told = [
        versions.begins(found.newest.number + 1, day, request),
        *versions.overtaken(found.versions, starts),
        Effect(_("What changes"), rows=[(words, "") for words in change_words(before, definition)]),
        *months_effect(before, definition),
    ]
    if terms.adds_years_only(before, definition):
        words = _("It only adds a year: the open clocks go on with it by themselves, as promised.")
        return [*told, Effect(words, "ok")]
    forecast = terms.calendar_forecast(
        found.code, definition, viewer=access.actor(request), at=request.at
    )
    return [*told, versions.touched(forecast)]


@employees(Permission.EDIT_TERMS)
def new(request: DeskRequest) -> HttpResponse:
    """Make a calendar that begins as another one."""
    known = {
        one.code: one for one in terms.calendars_set_up(viewer=access.actor(request), at=request.at)
    }
    form = forms.NewCalendarForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localtime(request.at).date(),
        calendars=[(one.code, one.name) for one in known.values()],
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        return [
            versions.begins(1, values["valid_from"], request),
            Effect(_("No policy counts by it until one names it.")),
        ]

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.save_calendar_version(
            code=values["code"],
            name=values["title"],
            definition=known[values["like"]].newest.definition,
            valid_from=versions.from_day(values["valid_from"], request),
            **versions.by(request),
        )
        messages.success(request, _("The calendar is there."))
        return redirect("desk:calendar", code=values["code"])

    screen = Screen(title=_("New calendar"), back=(reverse("desk:calendars"), _("Calendars")))
    return edit(request, form, screen, effects=effects, apply=apply)
