"""Who changed a record that is set up here, and when: the audit's lines in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from debiet.core import queries as core
from debiet.core.words import Words
from debiet.desk import labels
from debiet.desk.labels_setup import CHANGES, FIELDS, ROLES, SYSTEMS
from debiet.rules.access import Role
from debiet.staff import queries as staff


@dataclass(frozen=True, slots=True)
class Line:
    """One change: what, by whom, when."""

    what: Words
    detail: Words
    who: Words
    at: datetime


def _detail(facts: dict[str, Any]) -> Words:
    """Return which role it was about, or what is another value now, with the one before it."""
    if facts.get("role") in set(Role):
        return ROLES[Role(facts["role"])]
    values = dict(facts.get("changed", {}))
    if "on" in facts:
        values["on"] = (None, facts["on"])
    was, now = values.pop("server", ({}, {}))
    was, now = was or {}, now or {}
    values |= {
        name: (was.get(name), now.get(name))
        for name in (*was, *now)
        if was.get(name) != now.get(name)
    }
    return "; ".join(_turned(name, was, now) for name, (was, now) in values.items())


def _turned(name: str, was: Any, now: Any) -> str:
    arrow = "\N{RIGHTWARDS ARROW}"
    change = (
        f"{_said(name, was)} {arrow} {_said(name, now)}" if was is not None else _said(name, now)
    )
    return f"{FIELDS.get(name, name)} {change}"


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name == "compartment":
        return str(labels.word(value, "compartment"))
    return str(value if value not in (None, "") else "\N{EN DASH}")


def lines_of(about: str, *, limit: int = 20) -> list[Line]:
    """Return the latest changes of a record, newest first, in two statements."""
    changes = core.changes_of(about, actions=CHANGES, limit=limit)
    names = staff.names_by_user(one.user_id for one in changes if one.user_id)
    return [
        Line(
            CHANGES[one.action],
            _detail(one.facts),
            names.get(one.user_id or 0) or SYSTEMS.get(one.actor_name, one.actor_name),
            one.at,
        )
        for one in changes
    ]
