"""The office's board: age, decisions, what is not carried out yet, and what lay behind it.

Nothing here is counted by person: nobody is ranked by how it decides.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from debiet.complaints.models import Complaint, CorrectiveAction, OmbudsFile, OmbudsRemedy
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.complaint_remedies import (
    OPEN_ACTIONS,
    SETTLED_REMEDIES,
    ActionStep,
    RemedyKind,
    RemedyStep,
    is_overdue,
)
from debiet.rules.complaints import Assessment, ComplaintStep
from debiet.staff.visibility import visible

AGES = (15, 30, 45)
"""Up to how many days a file is old, a column each; the rest is older."""


@dataclass(frozen=True, slots=True)
class OpenRemedy:
    """A remedy that is not carried out, of which file and until when."""

    file_id: int
    number: str
    kind: RemedyKind
    step: RemedyStep
    due_on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class CauseLine:
    """What lay behind complaints, and what was done about it."""

    root_cause: str
    steps: "Counter[ActionStep]"
    late: int

    @property
    def total(self) -> int:
        """Return how many corrective actions there are for it."""
        return sum(self.steps.values())

    @property
    def open(self) -> int:
        """Return for how many the owner still has to do something."""
        return sum(self.steps[step] for step in OPEN_ACTIONS)

    @property
    def effective(self) -> int:
        """Return how many helped."""
        return self.steps[ActionStep.EFFECTIVE]


@dataclass(frozen=True, slots=True)
class OmbudsBoard:
    """The office in numbers.

    :param ages: how many undecided files are how old, by the days of `AGES`, 0 for older ones
    """

    ages: "Counter[int]" = field(default_factory=Counter)
    late: int = 0
    decisions: "Counter[Assessment]" = field(default_factory=Counter)
    mediated: int = 0
    remedies: tuple[OpenRemedy, ...] = ()
    causes: tuple[CauseLine, ...] = ()


@query(personal=True)
def ombuds_board(*, viewer: Actor, at: datetime) -> OmbudsBoard:
    """Return the board of the files that a viewer may see."""
    files = visible(OmbudsFile.objects.filter(concluded_at__isnull=True), viewer)
    undecided = list(files.filter(closed_at__isnull=True).values_list("opened_at", "answer_by"))
    ended = visible(Complaint.objects.filter(office_case__isnull=False), viewer)
    ended = ended.exclude(assessment="").exclude(step=ComplaintStep.OMBUDS)
    return OmbudsBoard(
        ages=Counter(_age(opened_at, at) for opened_at, _by in undecided),
        late=sum(answer_by is not None and answer_by < at for _at, answer_by in undecided),
        decisions=Counter(Assessment(one) for one in ended.values_list("assessment", flat=True)),
        mediated=ended.filter(step=ComplaintStep.MEDIATED).count(),
        remedies=_remedies(viewer, at),
        causes=_causes(viewer, at),
    )


def _age(opened_at: datetime, at: datetime) -> int:
    days = (at - opened_at).days
    return next((most for most in AGES if days <= most), 0)


def _remedies(viewer: Actor, at: datetime) -> tuple[OpenRemedy, ...]:
    rows = visible(OmbudsRemedy.objects.exclude(step__in=SETTLED_REMEDIES), viewer)
    today = timezone.localtime(at).date()
    return tuple(
        OpenRemedy(
            file_id=one.file_id,
            number=one.file.case.number,
            kind=one.kind,
            step=one.step,
            due_on=one.due_on,
            is_late=one.due_on < today,
        )
        for one in rows.select_related("file__case").order_by("due_on", "id")
    )


def _causes(viewer: Actor, at: datetime) -> tuple[CauseLine, ...]:
    rows = visible(CorrectiveAction.objects.all(), viewer)
    today = timezone.localtime(at).date()
    found: dict[str, CauseLine] = {}
    steps: dict[str, Counter[ActionStep]] = {}
    late: Counter[str] = Counter()
    for cause, step, due_on in rows.values_list("root_cause", "step", "due_on"):
        steps.setdefault(cause, Counter())[ActionStep(step)] += 1
        late[cause] += is_overdue(ActionStep(step), due_on=due_on, on=today)
    for cause, counts in steps.items():
        found[cause] = CauseLine(cause, counts, late[cause])
    return tuple(sorted(found.values(), key=lambda one: (-one.total, one.root_cause)))
