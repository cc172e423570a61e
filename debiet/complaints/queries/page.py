"""Reading a complaint as the desk shows it beside its case."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from debiet.complaints.models import (
    Complaint,
    ComplaintDraft,
    ComplaintEntry,
    ComplaintLetter,
    ComplaintWay,
)
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.rules.cases import Carrier, Route
from debiet.rules.complaint_letters import DraftState
from debiet.rules.complaint_needs import StepTrouble
from debiet.rules.complaint_steps import ends_of
from debiet.rules.complaints import (
    ANSWERS,
    Assessment,
    ComplaintActor,
    ComplaintStep,
    Component,
    Ground,
    LetterKind,
    Outcome,
)
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class ComplaintStepLine:
    """One line of the way that a complaint came.

    :param start: equal to `end` where something happened that is no step, "" where it began
    :param coded: what was coded anew, by the names of its fields
    :param same_facts: another case was found to be about the same facts
    :param way: one more way by which it came
    :param counts_anew: the moment from which it counts was changed
    :param asked: the customer asked for the ombuds function
    :param trouble: why a letter that left does not hold
    """

    start: ComplaintStep | str
    end: ComplaintStep
    actor: ComplaintActor
    who: str
    happened_at: datetime
    reason: str
    letter: LetterKind | None
    coded: tuple[str, ...] = ()
    same_facts: bool = False
    way: tuple[Carrier, Route] | None = None
    counts_anew: bool = False
    asked: bool = False
    trouble: StepTrouble | None = None


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A letter that is not finished."""

    draft_id: int
    kind: LetterKind
    state: DraftState
    saved_at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """What the desk shows of a complaint.

    :param ends: the steps that it can take from here at all
    :param underway: a letter that answers is written and has not left
    """

    complaint_id: int
    version: int
    step: ComplaintStep
    ends: frozenset[ComplaintStep]
    expressed_at: datetime
    moment_reason: str
    facts_on: date | None
    is_oral: bool
    theme: str
    root_cause: str
    component: Component
    municipality: str
    ground: Ground | str
    assessment: Assessment | str
    outcome: Outcome | str
    norms: tuple[str, ...]
    acknowledged_at: datetime | None
    answered_at: datetime | None
    silent_at: datetime | None
    escalate_until: datetime | None
    asked_for_ombuds_at: datetime | None
    ways: tuple[tuple[Carrier, Route], ...]
    lines: tuple[ComplaintStepLine, ...]
    underway: LetterKind | None
    drafts: tuple[DraftLine, ...] = ()


@joint_query(personal=True)
def complaint_of_case(case_id: int, *, viewer: Actor) -> Reading[ComplaintPage | None]:
    """Return the complaint that a case is or was, or None where it never was one."""
    entries = visible(ComplaintEntry.objects.filter(complaint__case=case_id), viewer)
    ways = visible(ComplaintWay.objects.filter(complaint__case=case_id), viewer)
    letters = visible(ComplaintLetter.objects.filter(complaint__case=case_id), viewer)
    drafts = visible(ComplaintDraft.objects.filter(complaint__case=case_id), viewer)
    drafts = drafts.filter(state__in=["open", "waiting", "sent-back"])
    return reading(
        visible(Complaint.objects.filter(case=case_id), viewer),
        entries.order_by("id").annotate(who=F("employee__name")),
        ways.order_by("id"),
        letters.order_by("id"),
        drafts.order_by("id"),
        made=_page,
    )


@query(personal=True)
def is_with_first_line(number: str, *, viewer: Actor) -> bool:
    """Return whether the first line owes an answer to the complaint that a case is.

    What is told by phone is one only once a letter that confirms it has left.
    """
    found = visible(Complaint.objects.filter(case__number=number), viewer)
    return found.filter(step__in=(ComplaintStep.RECEIVED, ComplaintStep.FIRST_LINE)).exists()


def _page(
    complaints: list[Complaint],
    entries: list[ComplaintEntry],
    ways: list[ComplaintWay],
    letters: list[ComplaintLetter],
    drafts: list[ComplaintDraft],
) -> ComplaintPage | None:
    if not complaints:
        return None
    found = complaints[0]
    waiting = [one.kind for one in letters if one.dispatched_at is None and one.failed_at is None]
    return ComplaintPage(
        complaint_id=found.pk,
        version=found.version,
        step=found.step,
        ends=ends_of(found.step),
        expressed_at=found.expressed_at,
        moment_reason=found.moment_reason,
        facts_on=found.facts_on,
        is_oral=found.is_oral,
        theme=found.theme,
        root_cause=found.root_cause,
        component=found.component,
        municipality=found.municipality,
        ground=found.ground,
        assessment=found.assessment,
        outcome=found.outcome,
        norms=tuple(found.norms),
        acknowledged_at=found.acknowledged_at,
        answered_at=found.answered_at,
        silent_at=found.silent_at,
        escalate_until=found.escalate_until,
        asked_for_ombuds_at=found.asked_for_ombuds_at,
        ways=tuple((one.carrier, one.route) for one in ways),
        lines=tuple(_line(one) for one in entries),
        underway=next((kind for kind in waiting if kind in ANSWERS), None),
        drafts=tuple(
            DraftLine(one.pk, one.kind, one.state, one.saved_at, one.remark) for one in drafts
        ),
    )


def _line(entry: ComplaintEntry) -> ComplaintStepLine:
    letter, trouble = entry.facts.get("letter"), entry.facts.get("does_not_hold")
    return ComplaintStepLine(
        start=entry.start,
        end=entry.end,
        actor=entry.actor,
        who=getattr(entry, "who", None) or "",
        happened_at=entry.happened_at,
        reason=entry.reason,
        letter=LetterKind(letter) if letter else None,
        coded=tuple(entry.facts.get("coded", ())),
        same_facts="same_facts" in entry.facts,
        way=(Carrier(entry.facts["carrier"]), Route(entry.facts["route"]))
        if "carrier" in entry.facts
        else None,
        counts_anew="moment_before" in entry.facts,
        asked="asked_for_ombuds" in entry.facts,
        trouble=StepTrouble(trouble) if trouble else None,
    )
