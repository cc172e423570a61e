"""What is filled in to change a calendar: its week, the days of a year, or a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from debiet.desk.forms import Choices, DayField, Form
from debiet.rules.hours_text import Pairs, Unreadable, read_days, read_hours, write_days
from debiet.rules.local_time import WEEKDAYS
from debiet.web import wording

WEEKDAY_NAMES = dict(
    zip(
        WEEKDAYS,
        (
            _("Monday"),
            _("Tuesday"),
            _("Wednesday"),
            _("Thursday"),
            _("Friday"),
            _("Saturday"),
            _("Sunday"),
        ),
        strict=True,
    )
)
BRIDGE, REPLACEMENT = "bridge", "replacement"


class VersionForm(Form):
    """Something that becomes a version; it says from which day on it holds."""

    name = "version"
    valid_from = DayField(
        label=_("Holds from"),
        help_text=_("Today means from this moment on. What runs already keeps what it began with."),
    )

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today
        self.fields["valid_from"].initial = today
        self.order_fields([*(name for name in self.fields if name != "valid_from"), "valid_from"])

    def clean_valid_from(self) -> date:
        """Return the day; what was promised on days that are over stays as it was."""
        day: date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class HoursForm(VersionForm):
    """The hours of each weekday."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for code, name in WEEKDAY_NAMES.items():
            self.fields[code] = forms.CharField(label=name, max_length=80, required=False)
        self.fields[WEEKDAYS[0]].help_text = _(
            "For example “9-12, 13-17”. Leave a day empty that is closed."
        )
        self.order_fields([*WEEKDAYS, "valid_from"])

    def clean(self) -> dict[str, Any]:
        """Read the hours of each day."""
        data = super().clean() or self.cleaned_data
        for code in WEEKDAYS:
            try:
                data[code] = read_hours(data.get(code, ""))
            except Unreadable as trouble:
                self.add_error(code, gettext("“%(piece)s” is no time.") % {"piece": trouble})
        return data

    def week(self) -> dict[str, Pairs]:
        """Return the hours by weekday, those that are closed left out."""
        return {code: self.cleaned_data[code] for code in WEEKDAYS if self.cleaned_data[code]}


class WeekdaysForm(VersionForm):
    """The weekdays that count."""

    weekdays = forms.MultipleChoiceField(
        label=_("Days that count"),
        choices=list(WEEKDAY_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def week(self) -> list[str]:
        """Return the names of the weekdays, Monday first."""
        return [code for code in WEEKDAYS if code in self.cleaned_data["weekdays"]]


@dataclass(frozen=True, slots=True)
class YearChoices:
    """What the form of a year offers.

    :param holidays: the year's holidays with their names
    :param lost: those that fall on a closed weekday, with the day off suggested in their place
    :param bridges: days between a holiday and a closed day
    """

    year: int
    has_hours: bool
    holidays: Mapping[date, str]
    lost: Mapping[date, date | None]
    bridges: Sequence[date]


class YearForm(VersionForm):
    """The days of one year: which holidays are taken, days in their place, bridge days, others."""

    holidays = forms.MultipleChoiceField(
        label=_("Holidays"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you untick is a day like any other."),
    )
    bridges = forms.MultipleChoiceField(
        label=_("Bridge days"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Other days"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, offered: YearChoices, **options: Any) -> None:
        super().__init__(data, **options)
        self.offered = offered
        days = [(day.isoformat(), named(day, name)) for day, name in offered.holidays.items()]
        self.fields["holidays"].choices = days  # type: ignore[attr-defined]
        bridges = [(day.isoformat(), wording.local_day(day)) for day in offered.bridges]
        self.fields["bridges"].choices = bridges  # type: ignore[attr-defined]
        if not bridges:
            del self.fields["bridges"]
        for day, suggested in offered.lost.items():
            self.fields[_instead(day)] = DayField(
                label=gettext("Day off instead of %(day)s")
                % {"day": named(day, offered.holidays[day])},
                required=False,
                initial=suggested,
            )
        self.fields["others"].help_text = (
            _("One a line: “24/12/2026 9-12” for hours of its own, “24/12/2026” alone is closed.")
            if offered.has_hours
            else _("One a line: “24/12/2026” does not count, “24/12/2026 open” does.")
        )
        instead = [_instead(day) for day in offered.lost]
        self.order_fields(["holidays", *instead, "bridges", "others", "valid_from"])

    def clean(self) -> dict[str, Any]:
        """Read the single days and look whether each lies in the year and stands there once."""
        data = super().clean() or self.cleaned_data
        closed: Any = [] if self.offered.has_hours else False
        days: dict[date, Any] = {}
        why: dict[date, str] = {}
        for holiday in self.offered.lost:
            day = data.get(_instead(holiday))
            if day is not None and self._is_free(_instead(holiday), day, days):
                days[day], why[day] = closed, f"{REPLACEMENT}:{holiday.isoformat()}"
        for day in map(date.fromisoformat, data.get("bridges", ())):
            if self._is_free("bridges", day, days):
                days[day], why[day] = closed, BRIDGE
        try:
            others = read_days(data.get("others", ""), has_hours=self.offered.has_hours)
        except Unreadable as trouble:
            self.add_error("others", gettext("“%(piece)s” is no day.") % {"piece": trouble})
        else:
            for day, value in others.items():
                if self._is_free("others", day, days):
                    days[day] = value
        self.days, self.reasons = days, why
        return data

    def _is_free(self, field: str, day: date, days: Mapping[date, Any]) -> bool:
        if day.year != self.offered.year:
            self.add_error(
                field, gettext("%(day)s lies in another year.") % {"day": wording.local_day(day)}
            )
        elif day in days:
            self.add_error(
                field, gettext("%(day)s stands here twice.") % {"day": wording.local_day(day)}
            )
        else:
            return True
        return False

    def taken(self) -> list[date]:
        """Return the holidays that are taken."""
        return [date.fromisoformat(day) for day in self.cleaned_data["holidays"]]


def _instead(day: date) -> str:
    return f"instead_{day.isoformat()}"


def named(day: date, name: str) -> str:
    """Return a day with what it is called."""
    return f"{wording.local_day(day)}, {name}" if name else wording.local_day(day)


def start_of_year(
    choices: YearChoices, *, known: bool, single: Mapping[date, Any], reasons: Mapping[date, str]
) -> dict[str, Any]:
    """Return what the form of a year begins with.

    :param known: whether the calendar knows the year; else all holidays are suggested
    """
    start: dict[str, Any] = {}
    typed = dict(single)
    for day, why in reasons.items():
        code, _colon, holiday = why.partition(":")
        if code == REPLACEMENT and date.fromisoformat(holiday) in choices.lost:
            start[f"instead_{holiday}"] = day
            typed.pop(day, None)
        elif code == BRIDGE and day in choices.bridges:
            start.setdefault("bridges", []).append(day.isoformat())
            typed.pop(day, None)
    if known:
        for day in choices.lost:
            start.setdefault(_instead(day), None)
    start["others"] = write_days(typed)
    return start


class NewCalendarForm(VersionForm):
    """A calendar that begins as another one."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Policies name it by this. It never changes.")
    )
    title = forms.CharField(label=_("Name"), max_length=120)
    like = forms.ChoiceField(label=_("Begins with the hours and days of"))

    def __init__(self, data: Any = None, *, calendars: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.calendars = calendars
        self.fields["like"].choices = calendars  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Return the code if no calendar has it."""
        code: str = self.cleaned_data["code"]
        if code in {"new", *(known for known, _name in self.calendars)}:
            raise forms.ValidationError(_("There is a calendar with this code already."))
        return code
