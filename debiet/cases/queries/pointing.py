"""Which cases our own letters among the pages of a scan point to: a suggestion, never a link."""

from collections.abc import Iterable
from dataclasses import dataclass

from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.references import parts
from debiet.correspondence import queries as correspondence
from debiet.rules.cases import CaseState
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class PointedAt:
    """A case that a letter may go on with."""

    number: str
    subject: str
    state: CaseState
    name: str


@query(personal=True)
def pointed_at(pointers: Iterable[str], *, viewer: Actor) -> list[PointedAt]:
    """Return the cases behind codes such as `message:12` or `case:2026-000123`."""
    named = [parts(pointer) for pointer in pointers]
    message_ids = [int(identity) for kind, identity in named if kind == "message"]
    about = [parts(text) for text in correspondence.written_about(message_ids, viewer=viewer)]
    numbers = {identity for kind, identity in (*named, *about) if kind == "case"}
    rows = visible(Case.objects.filter(number__in=numbers), viewer).order_by("-id")[:5]
    return [PointedAt(row.number, row.subject, row.state, row.contact_name) for row in rows]
