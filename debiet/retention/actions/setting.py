"""The utility's own number of months for a kind of record: asked by one, agreed to by another."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.retention.models import MonthsProposal, RetentionMonths
from debiet.retention.queries.terms import least_on, months_on
from debiet.rules.access import Permission
from debiet.rules.retention import MonthsTrouble, RecordKind, months_trouble
from debiet.rules.staffing import may_decide


class MonthsOutOfRange(Refused):
    """Nothing is kept for less than a month or for more than a century."""

    code = "retention.months-out-of-range"
    message = _("Fill in how many months, from 1 to 1200.")


class BelowLaw(Refused):
    """The law wants it kept longer."""

    code = "retention.below-law"
    message = _("The law asks at least %(months)s months: %(source)s. Choose that, or more.")


class MonthsAskedAlready(Refused):
    """One proposal a kind waits at a time."""

    code = "retention.months-asked-already"
    message = _("Another number waits for a second person. Agree to it or decline it first.")


class AgreedByAsker(Refused):
    """Whoever asked cannot be the second person."""

    code = "retention.agreed-by-asker"
    message = _("Somebody else than who asked must agree to this.")


@action(permission=Permission.RUN_RETENTION)
def check_months(*, kind: RecordKind, months: int, by: Actor, at: datetime) -> None:
    """Refuse a number of months as :func:`ask_months` would.

    :raises Refused: for what is no term, or less than the law asks
    """
    law = least_on(at=at).get(kind)
    trouble = months_trouble(months, least=law.value if law else None)
    if trouble is MonthsTrouble.OUT_OF_RANGE:
        raise MonthsOutOfRange
    if trouble is MonthsTrouble.BELOW_LAW and law is not None:
        raise BelowLaw(months=law.value, source=law.source)


@action(permission=Permission.RUN_RETENTION)
def ask_months(*, kind: RecordKind, months: int, source: str, by: Actor, at: datetime) -> int:
    """Ask a second person to keep a kind of record for so many months; return the proposal.

    :param source: why, such as the decision of a board, without names
    :raises MonthsOutOfRange: for what is no term
    :raises BelowLaw: if the law wants it kept longer
    :raises MonthsAskedAlready: if another number waits for this kind
    """
    check_months(kind=kind, months=months, by=by, at=at)
    proposal = MonthsProposal(
        kind=kind, months=months, source=source[:300], asked_by_id=by.user_id or 0, asked_at=at
    )
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as trouble:
        raise MonthsAskedAlready from trouble
    audit.record(reference("retention", kind), facts={"months": months, "proposal": proposal.pk})
    return proposal.pk


@action(permission=Permission.APPROVE_RETENTION)
def agree_months(*, proposal_id: int, by: Actor, at: datetime) -> bool:
    """Keep a kind of record as somebody else asked, from now on; return whether that changes it.

    :raises NotFound: if it does not wait (any more)
    :raises AgreedByAsker: if the actor asked for it
    :raises BelowLaw: if the law asks more by now
    """
    proposal = _open(proposal_id)
    if not may_decide(decider=by.user_id or 0, asker=proposal.asked_by_id, receiver=0):
        raise AgreedByAsker
    kind = RecordKind(proposal.kind)
    law = least_on(at=at).get(kind)
    if law and proposal.months < law.value:
        raise BelowLaw(months=law.value, source=law.source)
    _decide(proposal, is_agreed=True, by=by, at=at)
    if months_on(at=at)[kind].months == proposal.months:
        return False
    RetentionMonths.objects.create(
        kind=kind,
        months=proposal.months,
        source=proposal.source,
        valid_from=at,
        user_id=proposal.asked_by_id,
    )
    return True


@action(permission=Permission.SEE_RETENTION)
def decline_months(*, proposal_id: int, by: Actor, at: datetime) -> None:
    """Leave a kind of record as it is: by a second person, or by who asked.

    :raises NotFound: if it does not wait (any more), or the actor is neither
    """
    proposal = _open(proposal_id)
    is_asker = by.user_id == proposal.asked_by_id
    if not is_asker and Permission.APPROVE_RETENTION not in by.permissions:
        raise NotFound
    _decide(proposal, is_agreed=False, by=by, at=at)


def _open(proposal_id: int) -> MonthsProposal:
    rows = MonthsProposal.objects.select_for_update()
    proposal = rows.filter(pk=proposal_id, decided_at=None).first()
    if proposal is None:
        raise NotFound
    return proposal


def _decide(proposal: MonthsProposal, *, is_agreed: bool, by: Actor, at: datetime) -> None:
    proposal.decided_by_id, proposal.decided_at, proposal.is_agreed = by.user_id, at, is_agreed
    proposal.save(update_fields=["decided_by_id", "decided_at", "is_agreed"])
    audit.record(
        reference("retention", proposal.kind),
        facts={"months": proposal.months, "proposal": proposal.pk},
    )
