"""Reading what was done."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from debiet.core.models import AccessEntry, AuditEntry
from debiet.core.reading import query


@dataclass(frozen=True, slots=True)
class Change:
    """One action carried out on a record, as the audit keeps it: codes and ids only."""

    action: str
    user_id: int | None
    actor_name: str
    facts: dict[str, Any]
    at: datetime


@query(personal=False)
def changes_of(about: str, *, actions: Iterable[str], limit: int = 20) -> list[Change]:
    """Return the latest of some actions on a record that was set up, newest first.

    Of records that are about customers the audit is read by those who may see it; what is asked
    here names the actions by which a house is set up.

    :param about: a reference such as `team:network`
    """
    found = changes_of_any([about], actions=actions, limit=limit)
    return [change for _about, change in found]


@query(personal=False)
def changes_of_any(
    abouts: Iterable[str], *, actions: Iterable[str], limit: int = 20
) -> list[tuple[str, Change]]:
    """Return the latest of some actions on several records that were set up, newest first."""
    rows = AuditEntry.objects.filter(reference__in=list(abouts), action__in=list(actions))
    return [
        (
            row.reference,
            Change(row.action, row.user_id, row.actor_name, row.facts, row.at or row.recorded_at),
        )
        for row in rows.order_by("-id")[:limit]
    ]


@query(personal=False)
def looks_at(
    subjects: Collection[str], *, compartments: Collection[str], besides: str
) -> list[datetime]:
    """Return when somebody opened files, in some parts of the house; never who did, or why.

    :param besides: the page whose looks do not count
    """
    rows = AccessEntry.objects.filter(subject__in=subjects, compartment__in=compartments)
    return list(rows.exclude(surface=besides).order_by("at", "id").values_list("at", flat=True))
