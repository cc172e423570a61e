"""Refusing a complaint of which nobody knows whose it is: no letter can say so."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage
from debiet.complaints.actions.walking import about, facts_of, locked, walk
from debiet.complaints.models import Complaint
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState
from debiet.rules.complaint_admissibility import is_unknown
from debiet.rules.complaint_terms import escalate_until
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Ground
from debiet.rules.sla import EntryKind
from debiet.terms import actions as terms


class SomebodyToTell(Refused):
    """Whoever complains can be told: then a refusal is a letter, and an answer is owed."""

    code = "complaints.somebody-to-tell"
    message = _(
        "Somebody is known who complains. Write the refusal, or call and ask for an address."
    )


@action(permission=Permission.HANDLE_COMPLAINT)
def refuse_unknown(
    *, complaint_id: int, reason: str, seen_version: int, by: Actor, at: datetime
) -> None:
    """Refuse a complaint because nobody knows who complains; its case closes without a letter.

    Whoever complained may say who it is later, and go to the ombuds function for a year.

    :raises SomebodyToTell: if something in writing reaches it, its customer is known, or it was
        told by phone from a number that can be called
    :raises NoReason: without a reason
    """
    complaint = locked(complaint_id, by=by, seen_version=seen_version)
    page = case_queries.case_page(complaint.case_id, viewer=by)
    assert page is not None  # noqa: S101 (whoever sees a complaint sees its case)
    if not is_unknown(
        is_reached=page.ways.written is not None,
        is_customer=page.customer_id is not None,
        has_phone=bool(page.contact_phone),
        is_oral=complaint.is_oral,
    ):
        raise SomebodyToTell
    facts = facts_of(complaint, at=at, reason=reason, ground=Ground.ANONYMOUS)
    complaint.ground = Ground.ANONYMOUS
    complaint.escalate_until = escalate_until(at, lengths=periods_on(at=at), days=days_of_law())
    walk(
        complaint,
        ComplaintStep.REFUSED,
        actor=ComplaintActor.FIRST_LINE,
        facts=facts,
        by=by,
        at=at,
    )
    _close(complaint, page, by=by, at=at)


def _close(complaint: Complaint, page: CasePage, *, by: Actor, at: datetime) -> None:
    """End the clocks of a complaint that nobody can be answered in, and close its case."""
    terms.enter(reference=about(complaint), kind=EntryKind.RESOLVED, occurred_at=at, by=by, at=at)
    if page.state is CaseState.RESOLVED:
        cases.take_over_deadlines(number=page.number, by=by, at=at)
    else:
        cases.resolve_case(
            case_id=page.case_id, topic_code=None, seen_version=page.version, by=by, at=at
        )
