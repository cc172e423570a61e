"""Reading what other cases are to a case, from either side."""

from dataclasses import dataclass

from django.db.models import Q

from debiet.cases.models import Case, CaseLink
from debiet.cases.queries.links import with_both_cases
from debiet.core.actor import Actor
from debiet.core.together import Reading, joint_query, reading
from debiet.rules.case_links import LinkKind, LinkSide, side_of
from debiet.rules.cases import CaseState
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class RelatedCase:
    """Another case and what it is to this one."""

    link_id: int
    side: LinkSide
    number: str
    subject: str
    state: CaseState


@joint_query(personal=True)
def typed_links(case_id: int, *, viewer: Actor) -> Reading[list[RelatedCase]]:
    """Return what other cases are to a case, as it reads from there.

    Only those that the viewer may see itself: a link must not tell that there is another.
    """
    links = CaseLink.objects.filter(Q(case_id=case_id) | Q(other_id=case_id), ended_at__isnull=True)
    seen = visible(Case.objects.all(), viewer)
    rows = visible(links, viewer).filter(case__in=seen, other__in=seen)
    return reading(
        with_both_cases(rows, "kind").order_by("kind", "id"),
        made=lambda found: [_related(row, case_id) for row in found],
    )


def _related(row: CaseLink, case_id: int) -> RelatedCase:
    there = row.other if row.case_id == case_id else row.case
    side = side_of((LinkKind(row.kind), row.case_id, row.other_id), here=case_id)
    return RelatedCase(row.pk, side, there.number, there.subject, there.state)
