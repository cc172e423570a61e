"""What employees fill in about an incident."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.desk import labels_incidents
from debiet.desk.forms import LONG, Choices, DayField, Form, local_moment
from debiet.incidents.actions import IncidentFacts
from debiet.incidents.queries import IncidentPage
from debiet.rules.incidents import Area, IncidentKind, read_areas


def _clock_field(label: Any, *, required: bool) -> forms.TimeField:
    clock = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=clock, required=required)


class IncidentForm(Form):
    """What happened, where, since when, and who looks after it."""

    name = "incident"
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind, labels_incidents.INCIDENT_KINDS[kind]) for kind in IncidentKind],
    )
    title = forms.CharField(label=_("In a few words"), max_length=160)
    team_id = forms.TypedChoiceField(label=_("Team"), coerce=int)
    topics = forms.MultipleChoiceField(
        label=_("Topics people ask about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    areas = forms.CharField(
        label=_("Where?"),
        required=False,
        max_length=4000,
        help_text=_(
            "A postal code a line, with a street after it where only that one is meant: "
            "“9230” or “9230 Kouterbaan”. Nothing means everywhere."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    began_day = DayField(label=_("Since: day"))
    began_clock = _clock_field(_("Since: time"), required=True)
    ends_day = DayField(label=_("Expected until: day"), required=False)
    ends_clock = _clock_field(_("Expected until: time"), required=False)
    tells_later = forms.BooleanField(
        label=_("Whoever is linked later gets the message by itself"), required=False, initial=True
    )

    def __init__(
        self, data: Any = None, *, topics: Choices, teams: Choices, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["topics"].choices = topics  # type: ignore[attr-defined]
        self.fields["team_id"].choices = teams  # type: ignore[attr-defined]

    def clean_areas(self) -> tuple[Area, ...]:
        """Return the areas that the lines name."""
        areas, wrong = read_areas(self.cleaned_data["areas"])
        if wrong:
            raise forms.ValidationError(
                _("“%(line)s” does not begin with a postal code of four digits."),
                params={"line": wrong[0]},
            )
        return tuple(areas)

    def clean(self) -> dict[str, Any]:
        """Put days and times together; an end needs both or neither."""
        found = super().clean() or {}
        found["began_at"] = self._moment(found, "began")
        if bool(found.get("ends_day")) != bool(found.get("ends_clock")):
            self.add_error("ends_day", _("Fill in both the day and the time, or neither."))
        found["ends_at"] = self._moment(found, "ends")
        return found

    def _moment(self, found: dict[str, Any], which: str) -> datetime | None:
        day, clock = found.get(f"{which}_day"), found.get(f"{which}_clock")
        if day is None or clock is None:
            return None
        moment = local_moment(day, clock)
        if moment is None:
            self.add_error(f"{which}_clock", _("The clock jumped over this time on that day."))
        return moment

    def facts(self) -> IncidentFacts:
        """Return what was filled in."""
        data = self.cleaned_data
        return IncidentFacts(
            kind=IncidentKind(data["kind"]),
            title=data["title"],
            team_id=data["team_id"],
            topic_codes=tuple(data["topics"]),
            areas=data["areas"],
            began_at=data["began_at"],
            ends_at=data["ends_at"],
            tells_later=data["tells_later"],
        )


def start_of(page: IncidentPage) -> dict[str, Any]:
    """Return what the form of a known incident begins with."""
    began = timezone.localtime(page.began_at)
    found = {
        "kind": page.kind,
        "title": page.title,
        "team_id": page.team_id,
        "topics": page.topic_codes,
        "areas": "\n".join(map(str, page.areas)),
        "began_day": began.date(),
        "began_clock": began.time(),
        "tells_later": page.tells_later,
    }
    if page.ends_at is not None:
        ends = timezone.localtime(page.ends_at)
        found |= {"ends_day": ends.date(), "ends_clock": ends.time()}
    return found


class MessageForm(Form):
    """What everybody is told, and what stands on the website, in every language."""

    name = "message"
    template = forms.ChoiceField(
        label=_("Approved text"),
        required=False,
        help_text=_("It says whether the message counts as an answer. Without one it does not."),
    )

    def __init__(self, data: Any = None, *, templates: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["template"].choices = [("", _("none")), *templates]  # type: ignore[attr-defined]
        for part, label, rows in (
            ("words", _("What they are told: %(language)s"), 5),
            ("notice", _("On the website: %(language)s"), 2),
        ):
            for code, language in settings.LANGUAGES:
                self.fields[f"{part}_{code}"] = forms.CharField(
                    label=label % {"language": language},
                    required=False,
                    max_length=LONG if part == "words" else 500,
                    widget=forms.Textarea(attrs={"rows": rows, "lang": code}),
                )

    def texts(self, part: str) -> dict[str, str]:
        """Return what was written of a part, by language."""
        return {code: self.cleaned_data[f"{part}_{code}"] for code, _name in settings.LANGUAGES}
