"""Handing the register out as a file: who took what of it is written down."""

from datetime import datetime

from debiet.complaints.queries.exporting import register_ids
from debiet.complaints.queries.register import RegisterChoice
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission


@action(permission=Permission.EXPORT_COMPLAINTS)
def export_register(*, chosen: RegisterChoice, by: Actor, at: datetime) -> list[int]:
    """Write down that somebody takes the register out, and return which complaints it takes."""
    ids = register_ids(chosen, viewer=by, at=at)
    audit.record(
        reference("complaints", "register"),
        facts={"filter": _asked(chosen), "rows": len(ids)},
    )
    return ids


def _asked(chosen: RegisterChoice) -> dict[str, object]:
    """Return what was chosen, as codes."""
    asked: dict[str, object] = {}
    for name in RegisterChoice.__dataclass_fields__:
        value = getattr(chosen, name)
        if isinstance(value, frozenset):
            asked[name] = sorted(value)
        elif value is not None:
            asked[name] = value
    return asked
