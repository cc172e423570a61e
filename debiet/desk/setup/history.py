"""Who changed a record that is set up here, and when: the audit's lines in words."""

from dataclasses import dataclass
from datetime import datetime

from debiet.core import queries as core
from debiet.core.words import Words
from debiet.desk.labels_setup import CHANGES, ROLES, SYSTEMS
from debiet.rules.access import Role
from debiet.staff import queries as staff


@dataclass(frozen=True, slots=True)
class Line:
    """One change: what, by whom, when."""

    what: Words
    detail: Words
    who: Words
    at: datetime


def lines_of(about: str, *, limit: int = 20) -> list[Line]:
    """Return the latest changes of a record, newest first, in two statements."""
    changes = core.changes_of(about, actions=CHANGES, limit=limit)
    names = staff.names_by_user(one.user_id for one in changes if one.user_id)
    return [
        Line(
            CHANGES[one.action],
            ROLES[Role(one.facts["role"])] if one.facts.get("role") in set(Role) else "",
            names.get(one.user_id or 0) or SYSTEMS.get(one.actor_name, one.actor_name),
            one.at,
        )
        for one in changes
    ]
