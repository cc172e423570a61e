"""Reading which other cases a case may belong to, or does."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from debiet.cases.models import Case, SuggestedLink
from debiet.core.actor import Actor
from debiet.core.together import Reading, joint_query, reading
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


@joint_query(personal=True)
def suggested_links(case_id: int, *, viewer: Actor) -> Reading[list[LinkedCase]]:
    """Return the cases that a case may belong to and that nobody judged yet.

    Only those that the viewer may see itself: a suggestion must not tell that there is another.
    """
    return _linked(SuggestedLink.objects.filter(case_id=case_id, settled_as=""), case_id, viewer)


@joint_query(personal=True)
def related_cases(case_id: int, *, viewer: Actor) -> Reading[list[LinkedCase]]:
    """Return the cases that belong to a case, whichever of the two came first."""
    links = SuggestedLink.objects.filter(settled_as=LinkOutcome.RELATED)
    return _linked(links.filter(Q(case_id=case_id) | Q(other_id=case_id)), case_id, viewer)


def _linked(
    links: "QuerySet[SuggestedLink]", case_id: int, viewer: Actor
) -> Reading[list[LinkedCase]]:
    seen = visible(Case.objects.all(), viewer)
    rows = visible(links, viewer).filter(case__in=seen, other__in=seen)
    return reading(
        with_both_cases(rows, "reason").order_by("id"),
        made=lambda found: [_row(link, case_id) for link in found],
    )


def with_both_cases(rows: "QuerySet[Any]", *names: str) -> "QuerySet[Any]":
    """Return links with what of their two cases is shown, and fields of their own."""
    shown = [f"{end}{part}" for end in ("case", "other") for part in _OF_A_CASE]
    return rows.select_related("case", "other").only(*shown, *names)


_OF_A_CASE = ("", "__number", "__subject", "__state")


def _row(link: SuggestedLink, case_id: int) -> LinkedCase:
    is_own = link.case_id == case_id
    there = link.other if is_own else link.case
    return LinkedCase(
        link_id=link.pk,
        number=there.number,
        subject=there.subject,
        state=there.state,
        reason=LinkReason(link.reason),
        is_own=is_own,
    )
