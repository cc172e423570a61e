"""Reading what a change of many cases would do, and what it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from debiet.cases.models import BulkChange, BulkItem, Case
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.bulk import BulkCase, BulkKind, BulkRefusal, bulk_refusal
from debiet.rules.cases import CaseState
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One case of many, and why it would be left as it is."""

    case: Case | None
    refusal: BulkRefusal | None

    @property
    def number(self) -> str:
        """Return its number, "" for one that is not there."""
        return self.case.number if self.case else ""

    @property
    def subject(self) -> str:
        """Return its subject."""
        return self.case.subject if self.case else ""


def value_of(case: Case, kind: BulkKind) -> str:
    """Return what a case has of what a change is about."""
    match kind:
        case BulkKind.ASSIGN:
            return str(case.assignee_id or "")
        case BulkKind.TEAM:
            return str(case.team_id)
        case BulkKind.TOPIC:
            return case.topic.code
        case BulkKind.PRIORITY:
            return str(case.priority)
        case BulkKind.SNOOZE:
            return case.snoozed_until.isoformat() if case.snoozed_until else ""
        case BulkKind.CLOSE:
            return ""


@query(personal=True)
def judged(
    kind: BulkKind, value: str, versions: Mapping[int, int], *, viewer: Actor, at: datetime
) -> list[BulkLine]:
    """Return for each case whether it would be changed, in order of its id."""
    rows = visible(Case.objects.filter(pk__in=versions), viewer).select_related("topic")
    cases = {row.pk: row for row in rows}
    team_part = staff.team_compartment(int(value)) if kind is BulkKind.TEAM else ""
    until = datetime.fromisoformat(value) if kind is BulkKind.SNOOZE else None
    return [
        BulkLine(
            cases.get(case_id),
            bulk_refusal(
                _seen(cases.get(case_id), kind),
                kind,
                wanted=value,
                seen_version=version,
                team_part=team_part,
                until=until,
                at=at,
            ),
        )
        for case_id, version in sorted(versions.items())
    ]


def _seen(case: Case | None, kind: BulkKind) -> BulkCase | None:
    if case is None:
        return None
    return BulkCase(
        version=case.version,
        compartment=case.compartment,
        value=value_of(case, kind),
        is_closed=case.state == CaseState.RESOLVED,
        is_merged=case.merged_into_id is not None,
        at_risk_at=case.at_risk_at,
    )


@query(personal=True)
def versions_of(case_ids: list[int], *, viewer: Actor) -> dict[int, int]:
    """Return the versions of the cases among these that the viewer may see."""
    rows = visible(Case.objects.filter(pk__in=case_ids), viewer)
    return dict(rows.values_list("id", "version"))


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a change of many cases did."""

    bulk_id: int
    kind: BulkKind
    undone_at: datetime | None
    items: tuple[tuple[str, str, str, bool], ...]


@query(personal=True)
def bulk_result(bulk_id: int, *, viewer: Actor) -> BulkResult | None:
    """Return one's own change with number, subject, refusal and whether it was undone, or None."""
    own = BulkChange.objects.filter(pk=bulk_id, employee__user_id=viewer.user_id or 0).first()
    if own is None:
        return None
    rows = visible(BulkItem.objects.filter(bulk=own), viewer).order_by("case_id")
    items = rows.values_list("case__number", "case__subject", "refusal", "is_undone")
    return BulkResult(own.pk, own.kind, own.undone_at, tuple(items))
