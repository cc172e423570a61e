"""Two cases at once: locking them in one order, and writing a link between them."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.locking import about, check_not_frozen
from debiet.cases.models import Case, CaseLink
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.rules.access import Compartment
from debiet.rules.case_links import LinkSide, link_of
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


class NoOtherCase(Refused):
    """There is no such case, or the employee may not know that there is."""

    code = "cases.no-other-case"
    message = _("No other case has the number %(number)s, as far as you can see.")


def locked_two(case_id: int, other_number: str, *, by: Actor) -> tuple[Case, Case]:
    """Return two cases with their rows locked, always in one order.

    :raises NotFound: where the actor may not see the first
    :raises NoOtherCase: where it may not see the other, or both are one
    :raises CaseIsWithOmbuds: if one of them is frozen
    """
    seen = visible(Case.objects.all(), by)
    first = seen.filter(pk=case_id).values_list("pk", flat=True).first()
    second = seen.filter(number=other_number).values_list("pk", flat=True).first()
    if first is None:
        raise NotFound
    if second is None or second == first:
        raise NoOtherCase(number=other_number)
    rows = Case.objects.select_for_update(of=("self",)).select_related("topic")
    both = rows.filter(pk__in=(first, second)).order_by(F("merged_into").asc(nulls_last=True), "pk")
    found = {row.pk: row for row in both}
    check_not_frozen(*found.values())
    return found[first], found[second]


def relate(case: Case, other: Case, side: LinkSide, *, by: Actor, at: datetime) -> CaseLink:
    """Write a link down, and that somebody did."""
    kind, start, end = link_of(side, here=case.pk, there=other.pk)
    employee = staff.employee_of(by.user_id) if by.user_id else None
    parts = {case.compartment, other.compartment}
    link = CaseLink.objects.create(
        case_id=start,
        other_id=end,
        kind=kind,
        # What an ordinary case is to a closed one is known behind the wall only.
        compartment=next(iter(sorted(parts - {Compartment.ORDINARY})), case.compartment),
        employee_id=employee.employee_id if employee else None,
        linked_at=at,
    )
    write_link_down(link, case, other, linked=kind)
    return link


def write_link_down(link: CaseLink, case: Case, other: Case, **facts: object) -> None:
    audit.record_all(
        [about(case), about(other)],
        compartment=link.compartment,
        facts={"link": link.pk, **facts},
    )
