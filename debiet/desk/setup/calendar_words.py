"""A calendar's definition in words: its week, what its days are called, what changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from debiet.desk import labels
from debiet.desk.setup.calendar_forms import REPLACEMENT, WEEKDAY_NAMES
from debiet.desk.setup.editing import Effect
from debiet.rules.days_off import WeekAndDays, changed_days, working_days
from debiet.rules.hours_text import write_hours
from debiet.terms.drafting import HOURS, week_and_days
from debiet.terms.public_holidays import holiday_names
from debiet.web import wording

SHOWN_DAYS = 30


def hours_of(definition: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the week in words: days in a row with the same hours together."""
    found: list[tuple[list[str], str]] = []
    for code, name in WEEKDAY_NAMES.items():
        if definition["kind"] == HOURS:
            words = write_hours(definition["weekly"].get(code, ()))
        else:
            words = _("counts") if code in definition["open_weekdays"] else ""
        if found and found[-1][1] == words:
            found[-1][0].append(str(name))
        else:
            found.append(([str(name)], words))
    return [
        (names[0] if len(names) == 1 else f"{names[0]} \N{EN DASH} {names[-1]}", words)
        for names, words in found
    ]


def change_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return what one definition says that another does not: hours, years, single days."""
    words = []
    if hours_of(before) != hours_of(after):
        for title, which in ((_("until then"), before), (_("from then on"), after)):
            told = "; ".join(f"{days} {hours}" for days, hours in hours_of(which) if hours)
            words.append(f"{title}: {told}")
    known = set(before.get("known_years") or ())
    added = sorted(set(after.get("known_years") or ()) - known) if known else []
    if added:
        years = ", ".join(map(str, added))
        words.append(_("knows the holidays of %(years)s") % {"years": years})
    weeks = week_and_days(before), week_and_days(after)
    # With the same week, so that changed hours are not told once a day.
    same = WeekAndDays(weeks[1].open_weekdays, weeks[0].holidays, weeks[0].single_days)
    single = {int(day[:4]) for one in (before, after) for day in single_days_of(one)}
    changed = changed_days(same, weeks[1], sorted(single - set(added)))
    words += [
        _("%(day)s: %(after)s, was %(before)s")
        % {
            "day": wording.local_day(one.day),
            "after": labels.word(one.after, "day-kind"),
            "before": labels.word(one.before, "day-kind"),
        }
        for one in changed[:SHOWN_DAYS]
    ]
    if len(changed) > SHOWN_DAYS:
        more = len(changed) - SHOWN_DAYS
        words.append(ngettext("and %(more)d day", "and %(more)d days", more) % {"more": more})
    return [*words, *_other_hours(before, after)]


def single_days_of(definition: Mapping[str, Any]) -> list[str]:
    """Return the days that a definition names."""
    return [*definition.get("holidays", ()), *definition.get("overrides", {})]


def _other_hours(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the single days whose hours alone changed."""
    was, now = before.get("overrides", {}), after.get("overrides", {})
    return [
        f"{wording.local_day(date.fromisoformat(day))}: {write_hours(hours)}"
        for day, hours in now.items()
        if hours and not isinstance(hours, bool) and was.get(day) != hours
    ]


def months_effect(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Effect]:
    """Return in which months there are more or fewer working days."""
    was, will = week_and_days(before), week_and_days(after)
    known = after.get("known_years") or sorted({int(day[:4]) for day in single_days_of(after)})
    rows = []
    for year in known:
        is_new = bool(before.get("known_years")) and year not in before["known_years"]
        counts = zip(working_days(was, year), working_days(will, year), strict=True)
        for month, (old, new) in enumerate(counts, start=1):
            if is_new or old != new:
                rows.append((_month(date(year, month, 1), old, new, is_new=is_new), ""))
    if not rows:
        return []
    return [Effect(_("Working days a month"), rows=rows[:SHOWN_DAYS])]


def _month(first: date, old: int, new: int, *, is_new: bool) -> str:
    facts = {"month": wording.month(first), "new": new, "old": old}
    if is_new:
        return _("%(month)s: %(new)d") % facts
    return _("%(month)s: %(new)d instead of %(old)d") % facts


def names_of(definition: Mapping[str, Any], year: int) -> dict[date, str]:
    """Return what the holidays and days off of a year are called."""
    names = holiday_names([year - 1, year, year + 1], language=get_language() or "nl")
    for day, why in definition.get("reasons", {}).items():
        code, _colon, holiday = why.partition(":")
        if code == REPLACEMENT:
            of = date.fromisoformat(holiday)
            words = _("instead of %(holiday)s") % {"holiday": names.get(of, wording.local_day(of))}
        else:
            words = _("bridge day")
        names[date.fromisoformat(day)] = words
    return names
