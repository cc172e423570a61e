"""A case's clocks: how they stand in words, why to the second, and mending a wrong moment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.cases import actions
from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.core.together import Reading, together
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, OpenFile, employees
from debiet.desk.forms import CorrectForm
from debiet.rules.access import Permission
from debiet.rules.complaints import Regime
from debiet.rules.sla import ClockStatus, EntryKind, ExplainedSpan, SpanReason, TermUnit
from debiet.rules.statutory_terms import COMPLAINT
from debiet.terms import queries as terms
from debiet.terms.queries import ClockView, LedgerRow
from debiet.web import wording
from debiet.web.wording import TimeLeft


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock as the case page shows it."""

    view: ClockView
    left: TimeLeft
    percent: int
    length: str

    @property
    def is_under_way(self) -> bool:
        """Return whether a bar of used time says something."""
        return self.view.status in (ClockStatus.RUNNING, ClockStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class SpanLine:
    """An interval of a clock in words."""

    when: str
    amount: str
    reason: str
    is_counted: bool


def clock_lines(found: Iterable[ClockView], *, at: datetime) -> list[ClockLine]:
    """Return those of a case's clocks that were started."""
    return [
        ClockLine(
            view,
            state_in_words(view, at=at),
            view.percent_used,
            amount_in_words(view.length, view.unit),
        )
        for view in found
        if view.status != ClockStatus.NOT_STARTED
    ]


def clocks_of_complaint(opened: OpenFile, *, at: datetime) -> dict[str, Reading[Any]]:
    """Return how the terms of a complaint are read, where a case is one."""
    if opened.page.regime is Regime.ORDINARY:
        return {}
    about = reference(COMPLAINT, opened.page.number)
    return {"clocks_of_complaint": terms.clock_views.reading(about, viewer=opened.viewer, at=at)}


def state_in_words(view: ClockView, *, at: datetime) -> TimeLeft:
    """Return how a clock stands, with the tone to say it in."""
    match view.status:
        case ClockStatus.MET:
            words = _("after %(amount)s") % {"amount": amount_in_words(view.used, view.unit)}
            return TimeLeft(words, "late" if view.in_time is False else "ok")
        case ClockStatus.ENDED:
            words = str(labels.word(view.status, "status"))
            return TimeLeft(words, "late" if view.is_breached else "calm")
        case ClockStatus.PAUSED if not view.is_breached:
            left = amount_in_words(view.length - view.used, view.unit)
            return TimeLeft(_("stands still with %(left)s left") % {"left": left}, "calm")
    return wording.time_left(view.due_at, at, view.at_risk_at)


def amount_in_words(amount: Fraction, unit: TermUnit, *, exact: bool = False) -> str:
    """Return an amount of a term, such as "1 h 53 min" or "3 working days"."""
    if unit is TermUnit.WORKING_HOURS:
        return wording.duration(_delta(amount), exact=exact)
    days = int(amount)
    if unit is TermUnit.WORKING_DAYS:
        return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _delta(hours: Fraction) -> timedelta:
    return timedelta(seconds=int(hours * 3600))


@employees()
def explain(request: DeskRequest, number: str, clock_id: int) -> HttpResponse:
    """Show each interval of a clock, counted or skipped, with the reason and the totals."""
    opened = access.case(request, number)
    at = request.at.replace(microsecond=0)
    about, view = _clock(opened, clock_id, at=at)
    spans = terms.explained(clock_id, reference=about, viewer=opened.viewer, at=at)
    facts = {
        "case": opened.page,
        "place": frame.place_of(request),
        "clock": view,
        "left": state_in_words(view, at=at),
        "spans": None if spans is None else list(span_lines(spans, view.unit)),
        "used": amount_in_words(view.used, view.unit, exact=True),
        "length": amount_in_words(view.length, view.unit),
        "now": request.at,
    }
    if request.headers.get("HX-Request"):
        return render(request, "desk/_explain.html", facts)
    rows = terms.ledger(about, viewer=opened.viewer)
    ledger = _ledger(rows, is_of_case=about == _about(opened))
    return frame.show(request, "desk/clock.html", facts | {"ledger": ledger})


def _clock(opened: OpenFile, clock_id: int, *, at: datetime) -> tuple[str, ClockView]:
    """Return a clock of a case, or of the complaint that it is, and what it is about."""
    found = together(
        clocks=terms.clock_views.reading(_about(opened), viewer=opened.viewer, at=at),
        **clocks_of_complaint(opened, at=at),
    )
    for name, about in (
        ("clocks", _about(opened)),
        ("clocks_of_complaint", reference(COMPLAINT, opened.page.number)),
    ):
        for view in found.get(name, ()):
            if view.clock_id == clock_id:
                return about, view
    raise Http404


def span_lines(spans: Iterable[ExplainedSpan], unit: TermUnit) -> Iterator[SpanLine]:
    """Return intervals in words whose amounts, in whole seconds, add up to the total shown."""
    total = Fraction(0)
    for span in spans:
        before, total = total, total + span.amount
        amount = span.amount
        if unit is TermUnit.WORKING_HOURS:
            amount = Fraction(int(total * 3600) - int(before * 3600), 3600)
        words = amount_in_words(amount, unit, exact=True) if span.is_counted else "\u2013"
        yield SpanLine(_when(span), words, _reason(span), span.is_counted)


def _when(span: ExplainedSpan) -> str:
    start, end = timezone.localtime(span.start), timezone.localtime(span.end)
    ends_at_midnight = f"{end:%H:%M:%S}" == "00:00:00"
    end_day = (end - timedelta(microseconds=1)).date() if ends_at_midnight else end.date()
    clock = "24:00:00" if ends_at_midnight else f"{end:%H:%M:%S}"
    if start.date() == end_day:
        return f"{_day(start)} {start:%H:%M:%S} \u2013 {clock}"
    return f"{_day(start)} {start:%H:%M:%S} \u2013 {_day(end_day)} {clock}"


def _day(day: Any) -> str:
    return write(day, get_format("SHORT_DATE_FORMAT"))


def _reason(span: ExplainedSpan) -> str:
    if span.reason == SpanReason.PAUSED:
        return _("waiting for %(whom)s") % {"whom": labels.word(span.waiting_for, "pause")}
    return str(labels.word(span.reason, "span"))


def _ledger(rows: list[LedgerRow], *, is_of_case: bool) -> list[dict[str, Any]]:
    """Return a ledger in words; the moment of a complaint is put right with the complaint."""
    words = {} if is_of_case else labels.COMPLAINT_ENTRIES
    kinds = {row.entry_id: words.get(row.kind) or labels.word(row.kind, "entry") for row in rows}
    return [
        {
            "row": row,
            "what": kinds[row.entry_id],
            "about": kinds.get(row.refers_to_id or 0, ""),
            "can_be_corrected": is_of_case and row.kind != EntryKind.CORRECTED,
        }
        for row in rows
    ]


@employees(Permission.CORRECT_CLOCK)
def correct(request: DeskRequest, number: str, entry_id: int) -> HttpResponse:
    """Say when something in the ledger really happened, or that it never did."""
    opened = access.case(request, number)
    rows = terms.ledger(_about(opened), viewer=opened.viewer)
    row = next((one for one in rows if one.entry_id == entry_id), None)
    if row is None or row.kind == EntryKind.CORRECTED:
        raise Http404
    form = CorrectForm(request.POST or None, moment=row.occurred_at)
    if form.is_valid():
        try:
            actions.correct_moment(
                case_id=opened.page.case_id,
                entry_id=entry_id,
                corrected_to=form.corrected_to(),
                reason=form.cleaned_data["reason"],
                by=opened.viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The moment is corrected; the former one stays readable."))
            return redirect("desk:case", number=number)
    facts = {"case": opened.page, "row": row, "form": form, "place": frame.place_of(request)}
    return frame.show(request, "desk/correct.html", facts)


def _about(opened: OpenFile) -> str:
    return reference("case", opened.page.number)
