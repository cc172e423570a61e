"""The ombuds function's report of a year, to be printed, and the stories in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk import labels_complaints as words
from debiet.desk.access import DeskRequest, employees
from debiet.desk.complaints.numbers import norm_names
from debiet.desk.forms import LONG, Form
from debiet.desk.labels_ombuds import REMEDY_KINDS, ROOT_CAUSES
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.small_numbers import LEAST, Cells

FIRST_YEAR, LATEST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the report.

    :param rows: what is counted and how many; what is kept back is in none of them
    :param hides: something is kept back
    :param rest: how many that is together; None where that is not told either
    """

    title: Words
    rows: list[tuple[Words, int]]
    hides: bool
    rest: int | None
    total: int | None


@employees(Permission.SEE_OMBUDS_BOARD)
def report(request: DeskRequest) -> HttpResponse:
    """Show the report of a year: numbers in which nobody is found, and told files."""
    this_year = timezone.localtime(request.at).year
    asked = whole_number(request.GET.get("year", ""))
    year = asked if FIRST_YEAR <= asked <= LATEST_YEAR else this_year - 1
    found = complaints.ombuds_report(year, viewer=access.actor(request))
    files = found.files
    parts = [
        _part(_("What became of them"), files.tables["outcome"], words.FATES, files.total),
        _part(_("What they are about"), files.tables["theme"], words.THEMES, files.total),
        _part(_("Norms that were breached"), found.norms, norm_names(at=request.at), None),
        _part(
            _("Carried out for customers"),
            found.remedies.tables["kind"],
            REMEDY_KINDS,
            found.remedies.total,
        ),
        _part(
            _("So that it does not happen again, by cause"),
            found.actions.tables["root_cause"],
            ROOT_CAUSES,
            found.actions.total,
        ),
    ]
    facts = {
        "year": year,
        "is_over": year < this_year,
        "report": found,
        "parts": [part for part in parts if part.rows or part.hides],
        "least": LEAST,
    }
    return frame.show(request, "desk/ombuds/report.html", facts, current="ombuds")


def _part(title: Words, cells: Cells, names: Mapping[str, Words], total: int | None) -> Part:
    """Return a table of what is told: it does not say which of what is kept back there were."""
    told = {key: count for key, count in cells.items() if count}
    rows = [(names.get(key) or words.FATES.get(key) or key, count) for key, count in told.items()]
    rest = None if total is None else total - sum(told.values())
    return Part(
        title, sorted(rows, key=lambda row: str(row[0])), None in cells.values(), rest, total
    )


class StoryForm(Form):
    """A file told for the report."""

    name = "story"
    text = forms.CharField(
        label=gettext_lazy("What happened, without who and where"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("A few sentences. Empty takes the story out of the report."),
    )


@employees(Permission.HANDLE_OMBUDS)
def story(request: DeskRequest, ombuds_id: int) -> HttpResponse:
    """Tell a file for the report, once it was read as it would be published."""
    viewer = access.actor(request)
    found = complaints.ombuds_file(ombuds_id, viewer=viewer, at=request.at)
    if found is None:
        raise Http404
    access.case(request, found.number)  # a look at a person's file is written down
    held = complaints.story_of(ombuds_id, viewer=viewer)
    form = StoryForm(request.POST if request.method == "POST" else None, initial={"text": held})
    by: dict[str, Any] = {"file_id": ombuds_id, "by": viewer, "at": request.at}

    def effects(values: dict[str, Any]) -> list[Effect]:
        if not values["text"]:
            return [Effect(_("The report does not tell this file."), "soon")]
        actions.check_story(text=values["text"], **by)
        return [
            Effect(values["text"]),
            Effect(
                _(
                    "Read it as a neighbor or colleague of the customer would: can they tell who "
                    "it is? No rule finds that."
                ),
                "soon",
            ),
        ]

    def apply(values: dict[str, Any]) -> HttpResponse:
        if values["text"]:
            actions.write_story(text=values["text"], **by)
        else:
            actions.take_story_out(**by)
        messages.success(request, _("Written down."))
        return redirect("desk:ombuds-file", ombuds_id=ombuds_id)

    screen = Screen(
        title=_("Tell this file in the report"),
        back=(reverse("desk:ombuds-file", args=[ombuds_id]), found.number),
        intro=_("The report is published. A story names no person, no number and no place."),
        current="ombuds",
    )
    return edit(request, form, screen, effects=effects, apply=apply)
