"""Keeping what was done: one row an action and thing, in the action's own transaction.

The rows of an operation are written together at its end, so that a change of ten steps does not
wait for the database ten times more.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from debiet.core.many import insert_many
from debiet.core.models import AuditEntry
from debiet.core.operations import current_step
from debiet.rules.access import Compartment


def record(
    about: str,
    *,
    compartment: str = Compartment.ORDINARY,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write down that the running action touched `about`.

    :param about: a reference such as `case:2026-000123`
    :param facts: codes, ids and moments; never names, addresses or words of people, because the
        audit must outlive an erasure
    """
    record_all([about], compartment=compartment, facts=facts)


def changed(**values: tuple[Any, Any]) -> dict[str, list[Any]]:
    """Return what is another value now, with the one before it: facts of a record of the house.

    Never of a record about a person: the audit keeps no words about people.
    """
    return {name: [was, now] for name, (was, now) in values.items() if was != now}


def record_all(
    abouts: Iterable[str],
    *,
    compartment: str = Compartment.ORDINARY,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write down that the running action touched many things, one row each, in one statement."""
    records = current_step().records
    entries = [_entry(about, compartment, facts or {}) for about in abouts]
    if records is None:
        insert_many(entries)
    else:
        records += entries


def _entry(about: str, compartment: str, facts: Mapping[str, Any]) -> AuditEntry:
    step = current_step()
    return AuditEntry(
        operation_id=step.operation_id,
        action=step.action,
        actor_kind=step.by.kind,
        actor_name=step.by.name,
        user_id=step.by.user_id,
        organization_id=step.by.organization_id,
        on_behalf_of_id=step.by.on_behalf_of_id,
        purpose=step.by.purpose,
        reference=about,
        compartment=compartment,
        facts=dict(facts),
        at=step.at,
    )
