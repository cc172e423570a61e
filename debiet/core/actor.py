"""Who acts and who looks: one frozen value, `by` in every action and `viewer` in every query."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Self

from django.conf import settings
from django.utils.module_loading import import_string

from debiet.rules.access import Permission


class ActorKind(StrEnum):
    """What stands behind an actor."""

    USER = "user"
    VISITOR = "visitor"
    SYSTEM = "system"


@cache
def _permissions(table: str, name: str) -> frozenset[Permission]:
    # The table lies above core (staff), so it is loaded by the name that the settings give.
    granted: dict[str, frozenset[Permission]] = import_string(
        f"{settings.PERMISSION_TABLE}.{table}"
    )
    return granted[name]


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Somebody or something that acts, with everything it may do and see.

    Made only by `staff.queries.actor_for()`, by :meth:`visitor` and by :meth:`system`.

    :param purpose: why a person's file is open, such as `case:2026-000123`; kept in the access log
    :param name: of a job or command, such as `terms.sweep`; empty for people
    :param case_id: the one case that a visitor proved to know, by number and code
    """

    kind: ActorKind = ActorKind.USER
    user_id: int | None = None
    organization_id: int | None = None
    on_behalf_of_id: int | None = None
    purpose: str = ""
    name: str = ""
    case_id: int | None = None
    permissions: frozenset[Permission] = frozenset()
    compartments: frozenset[str] = frozenset()

    @classmethod
    def visitor(cls, case_id: int | None = None) -> Self:
        """Return someone without an account; with a case's number and code it sees that case."""
        return cls(
            kind=ActorKind.VISITOR,
            case_id=case_id,
            permissions=_permissions("VISITOR", "visitor"),
        )

    @classmethod
    def system(cls, name: str) -> Self:
        """Return a job or command, with the permissions the table gives to that name.

        :raises KeyError: if the table does not know the name
        """
        return cls(kind=ActorKind.SYSTEM, name=name, permissions=_permissions("SYSTEM", name))

    def __str__(self) -> str:
        if self.kind is ActorKind.USER:
            return f"user:{self.user_id}"
        return f"system:{self.name}" if self.kind is ActorKind.SYSTEM else "visitor"
