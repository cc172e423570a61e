"""Reading cases while the house is set up: what new ones are like, and those a change touches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from debiet.cases.models import Case
from debiet.cases.queries.topics import topic_tree
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.sla import CaseFacts
from debiet.staff.visibility import countable, visible


@query(personal=True)
def facts_of_cases(*, since: datetime, viewer: Actor) -> list[tuple[CaseFacts, int]]:
    """Return what a policy can ask of the cases since a moment, and of how many that is so.

    Of those whose number the viewer may know.
    """
    paths = topic_tree()
    rows = countable(Case.objects.filter(opened_at__gte=since), viewer).values_list(
        "kind", "topic__code", "carrier", "segment", "priority"
    )
    return [
        (
            CaseFacts(
                kind=kind,
                topic_path=paths.get(topic, ()),
                carrier=carrier,
                segment=segment,
                priority=priority,
            ),
            count,
        )
        for kind, topic, carrier, segment, priority, count in rows.annotate(number=Count("pk"))
    ]


@dataclass(frozen=True, slots=True)
class TouchedCase:
    """A case in the list of what a change touches."""

    number: str
    subject: str


@query(personal=True)
def cases_by_number(numbers: Iterable[str], *, viewer: Actor, limit: int = 20) -> list[TouchedCase]:
    """Return some of these cases, as far as the viewer may see them, oldest first."""
    found = visible(Case.objects.filter(number__in=list(numbers)), viewer)
    rows = found.order_by("opened_at", "pk").values_list("number", "subject")
    return [TouchedCase(*row) for row in rows[:limit]]
