"""What the ombuds function looks at of those called no complaint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from debiet.complaints.models import Complaint, QuestionSample, SampledQuestion
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.complaint_sampling import Verdict
from debiet.rules.complaints import ComplaintStep
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class SampledLine:
    """A complaint that was called a question: by whom, when and why, and what the office says."""

    sampled_id: int
    number: str
    subject: str
    called_by: str
    called_at: datetime
    called_reason: str
    step: ComplaintStep
    verdict: Verdict | str
    reason: str
    judged_by: str
    judged_at: datetime | None


@dataclass(frozen=True, slots=True)
class SampleOfQuarter:
    """A draw, and what was drawn."""

    quarter: str
    percent: int
    number: int
    lines: Sequence[SampledLine]

    @property
    def disputed(self) -> int:
        """Return in how many the office sees a complaint."""
        return sum(one.verdict is Verdict.DISAGREED for one in self.lines)

    @property
    def waiting(self) -> int:
        """Return how many nobody looked at yet."""
        return sum(not one.verdict for one in self.lines)


@query(personal=True)
def samples(*, viewer: Actor, limit: int = 8) -> list[SampleOfQuarter]:
    """Return the latest draws, with what of them the viewer may see."""
    found = list(QuestionSample.objects.order_by("-quarter")[:limit])
    lines = _lines([one.pk for one in found], viewer)
    return [
        SampleOfQuarter(one.quarter, one.percent, one.number, lines.get(one.pk, []))
        for one in found
    ]


@query(personal=True)
def sampled_question(sampled_id: int, *, viewer: Actor) -> SampledLine | None:
    """Return one of them, or None where the viewer may not see it."""
    found = _rows(viewer).filter(pk=sampled_id).first()
    return _line(found) if found else None


def _rows(viewer: Actor) -> "QuerySet[SampledQuestion]":
    rows = visible(SampledQuestion.objects.all(), viewer)
    seen = visible(Complaint.objects.all(), viewer)
    rows = rows.filter(complaint__in=seen)
    return rows.select_related("complaint__case", "entry__employee", "judged_by").order_by("id")


def _lines(samples: Sequence[int], viewer: Actor) -> dict[int, list[SampledLine]]:
    found: dict[int, list[SampledLine]] = {}
    for one in _rows(viewer).filter(sample__in=samples):
        found.setdefault(one.sample_id, []).append(_line(one))
    return found


def _line(one: SampledQuestion) -> SampledLine:
    case, entry = one.complaint.case, one.entry
    return SampledLine(
        sampled_id=one.pk,
        number=case.number,
        subject=case.subject,
        called_by=entry.employee.name if entry.employee else "",
        called_at=entry.happened_at,
        called_reason=entry.reason,
        step=one.complaint.step,
        verdict=one.verdict,
        reason=one.reason,
        judged_by=one.judged_by.name if one.judged_by else "",
        judged_at=one.judged_at,
    )
