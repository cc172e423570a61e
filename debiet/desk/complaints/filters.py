"""What of the complaint register is shown: read from the address, offered with its counts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.complaints.queries import BODY_NAMES, RegisterChoice, RegisterCounts
from debiet.complaints.words import STEPS
from debiet.core.words import Words
from debiet.desk import labels
from debiet.desk import labels_complaints as words
from debiet.desk.complaints.forms import theme_options
from debiet.desk.forms import Form
from debiet.desk.labels_ombuds import ROOT_CAUSES
from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaint_facts import Answered
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaints import OWED, Assessment, ComplaintStep, Component

LISTS: Mapping[str, tuple[Words, frozenset[ComplaintStep] | None]] = {
    "owed": (_("Owed an answer"), OWED),
    "answered": (
        _("Answered"),
        frozenset({ComplaintStep.ANSWERED, ComplaintStep.ACCEPTED, ComplaintStep.SILENT}),
    ),
    "other": (
        _("Refused, withdrawn, no complaint"),
        frozenset({ComplaintStep.REFUSED, ComplaintStep.WITHDRAWN, ComplaintStep.NOT_A_COMPLAINT}),
    ),
    "all": (_("All of them"), None),
}
UNKNOWN = "-"
"""In an address: of which none is known, or said yet."""

ALL = [("", _("all"))]


def list_of(asked: QueryDict) -> str:
    """Return which list is asked for: what is owed an answer, unless another is."""
    chosen = asked.get("list", "")
    return chosen if chosen in LISTS else "owed"


def choice_of(asked: QueryDict) -> RegisterChoice:
    """Return what an address asks for; what it cannot mean is not asked."""
    place = asked.get("municipality", "")[:80]
    return RegisterChoice(
        steps=LISTS[list_of(asked)][1],
        year=_number(asked.get("year", ""), most=9998),
        step=_code(ComplaintStep, asked.get("step", "")),
        theme=asked.get("theme", "") if asked.get("theme", "") in words.THEMES else None,
        root_cause=_cause(asked.get("root_cause", "")),
        component=_code(Component, asked.get("component", "")),
        municipality=("" if place == UNKNOWN else place) if place else None,
        segment=_code(Segment, asked.get("segment", "")),
        assessment=_code(Assessment, asked.get("assessment", "")),
        carrier=_code(Carrier, asked.get("carrier", "")),
        route=_code(Route, asked.get("route", "")),
        team_id=_number(asked.get("team_id", ""), most=2**31),
        answered=_code(Answered, asked.get("answered", "")),
        second_line=_code(ReviewBody, asked.get("second_line", "")),
    )


def _code(enum: Any, text: str) -> Any:
    return enum(text) if text in set(enum) else None


def _cause(text: str) -> str | None:
    return "" if text == UNKNOWN else text if text in ROOT_CAUSES else None


def _number(text: str, *, most: int) -> int | None:
    is_one = text.isascii() and text.isdecimal() and len(text) < 12
    return int(text) if is_one and 0 < int(text) <= most else None


class FilterForm(Form):
    """What can be chosen; each choice says how many complaints there are with the others."""

    name = "filter"
    year = forms.ChoiceField(label=_("Received in"), required=False)
    step = forms.ChoiceField(label=_("Where it stands"), required=False)
    answered = forms.ChoiceField(label=_("Answered in time"), required=False)
    assessment = forms.ChoiceField(label=_("Assessment"), required=False)
    theme = forms.ChoiceField(label=_("About what"), required=False)
    root_cause = forms.ChoiceField(label=_("What lay behind it"), required=False)
    component = forms.ChoiceField(label=_("Service"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    segment = forms.ChoiceField(label=_("Kind of customer"), required=False)
    carrier = forms.ChoiceField(label=_("Came by"), required=False)
    route = forms.ChoiceField(label=_("Through whom"), required=False)
    second_line = forms.ChoiceField(label=_("Second line"), required=False)
    team_id = forms.ChoiceField(label=_("Team"), required=False)

    def __init__(
        self,
        data: QueryDict,
        *,
        counts: RegisterCounts,
        places: Mapping[str, int],
        teams: Iterable[tuple[int, str]],
        at: datetime,
    ) -> None:
        super().__init__(data)
        choices = {
            "year": [(str(one), str(one)) for one in _years(counts.first_at, at)],
            "step": _counted(STEPS, counts.by["step"]),
            "answered": _counted(words.ANSWERED, counts.by["answered"]),
            "assessment": _counted(words.ASSESSMENTS, counts.by["assessment"]),
            "theme": theme_options()[1:],
            "root_cause": [(UNKNOWN, _("not yet coded")), *ROOT_CAUSES.items()],
            "component": _counted(words.COMPONENTS, counts.by["component"]),
            "municipality": [
                (one or UNKNOWN, f"{one or _('not known')} ({number})")
                for one, number in places.items()
            ],
            "segment": _counted(labels.WORDS["segment"], counts.by["segment"]),
            "carrier": [(one, labels.word(one, "carrier")) for one in Carrier],
            "route": [(one, labels.word(one, "route")) for one in Route],
            "second_line": list(BODY_NAMES.items()),
            "team_id": [(str(one), name) for one, name in teams],
        }
        for field, found in choices.items():
            self.fields[field].choices = [*ALL, *found]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything is chosen beside the list."""
        return any(self.data.get(name) for name in self.fields)


def _counted(named: Mapping[str, Words], counts: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(code, f"{label} ({counts.get(code, 0)})") for code, label in named.items()]


def _years(first_at: datetime | None, at: datetime) -> Iterable[int]:
    latest = timezone.localtime(at).year
    first = timezone.localtime(first_at).year if first_at else latest
    return range(latest, first - 1, -1)
