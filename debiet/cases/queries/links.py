"""Reading which other cases a case may belong to, or does."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from debiet.cases.models import Case, SuggestedLink
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.cases import CaseState, LinkOutcome, LinkReason
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """Another case, and why it is shown beside this one.

    :param is_own: whether the link was suggested for this case; the other one shows it only
    """

    link_id: int
    number: str
    subject: str
    state: CaseState
    reason: LinkReason
    is_own: bool


@query(personal=True)
def suggested_links(case_id: int, *, viewer: Actor) -> list[LinkedCase]:
    """Return the cases that a case may belong to and that nobody judged yet.

    Only those that the viewer may see itself: a suggestion must not tell that there is another.
    """
    return _linked(SuggestedLink.objects.filter(case_id=case_id, settled_as=""), case_id, viewer)


@query(personal=True)
def related_cases(case_id: int, *, viewer: Actor) -> list[LinkedCase]:
    """Return the cases that belong to a case, whichever of the two came first."""
    links = SuggestedLink.objects.filter(settled_as=LinkOutcome.RELATED)
    return _linked(links.filter(Q(case_id=case_id) | Q(other_id=case_id)), case_id, viewer)


def _linked(links: "QuerySet[SuggestedLink]", case_id: int, viewer: Actor) -> list[LinkedCase]:
    rows = list(visible(links, viewer).select_related("case", "other").order_by("id"))
    others = {row.pk: row.other if row.case_id == case_id else row.case for row in rows}
    if not others:
        return []
    shown = visible(Case.objects.filter(pk__in={case.pk for case in others.values()}), viewer)
    seen = set(shown.values_list("id", flat=True))
    return [
        LinkedCase(
            link_id=row.pk,
            number=others[row.pk].number,
            subject=others[row.pk].subject,
            state=others[row.pk].state,
            reason=LinkReason(row.reason),
            is_own=row.case_id == case_id,
        )
        for row in rows
        if others[row.pk].pk in seen
    ]
