"""The term of what waits for an employee: held messages, and letters that are to be registered."""

from datetime import datetime

from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence.models import RawMessage
from debiet.rules.access import Permission
from debiet.rules.quarantine import QUARANTINE
from debiet.rules.sla import CaseFacts, EntryKind
from debiet.terms import actions as terms
from debiet.terms import queries as policies


@action(permission=Permission.TAKE_IN_MESSAGE)
def start_raw_clock(*, raw_message_id: int, by: Actor, at: datetime) -> None:
    """Start the term within which somebody must have looked at a raw message: from its receipt.

    Without any policy a case would be refused; a message must be kept all the same, and the proof
    over all channels names it as one without a term.
    """
    raw = RawMessage.objects.defer("content").get(pk=raw_message_id)
    facts = CaseFacts(kind=QUARANTINE, carrier=raw.carrier)
    if policies.policy_for(facts, at=raw.received_at) is None:
        return
    found = terms.start_clocks(
        reference=reference("raw", raw.pk),
        compartment=raw.compartment,
        facts=facts,
        occurred_at=raw.received_at,
        by=by,
        at=at,
    )
    RawMessage.objects.filter(pk=raw.pk).update(due_at=found.due_at)


@action(permission=Permission.TAKE_IN_MESSAGE)
def end_raw_clock(*, raw_message_id: int, by: Actor, at: datetime) -> None:
    """End the term of a raw message: an employee decided what becomes of it."""
    about = reference("raw", raw_message_id)
    source = f"{about} {at.isoformat()}"  # it may be taken back, and decided once more
    for kind in (EntryKind.REPLIED, EntryKind.RESOLVED):
        terms.enter(
            reference=about,
            kind=kind,
            occurred_at=at,
            is_substantive=True,
            source=source,
            by=by,
            at=at,
        )
    RawMessage.objects.filter(pk=raw_message_id).update(due_at=None)


@action(permission=Permission.TAKE_IN_MESSAGE)
def reopen_raw_clock(*, raw_message_id: int, by: Actor, at: datetime) -> None:
    """Let the term of a raw message run on: what an employee decided was taken back."""
    about = reference("raw", raw_message_id)
    if not policies.latest_entry_id(reference=about):
        start_raw_clock(raw_message_id=raw_message_id, by=by, at=at)
        return
    found = terms.enter(
        reference=about,
        kind=EntryKind.REOPENED,
        occurred_at=at,
        source=f"{about} {at.isoformat()}",
        by=by,
        at=at,
    )
    RawMessage.objects.filter(pk=raw_message_id).update(due_at=found.due_at)
