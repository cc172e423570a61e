"""What every action keeps: permission, one transaction, one operation that nested actions join."""

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.db import transaction

from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed
from debiet.core.many import insert_many
from debiet.core.models import AuditEntry
from debiet.rules.access import Permission


@dataclass(frozen=True, slots=True)
class Step:
    """One running action: its name, who does it and when, and the operation it belongs to.

    :param records: audit rows, written together at the end of the transaction that this action or
        one around it has open; None where there is none
    """

    operation_id: UUID
    action: str
    by: Actor
    at: datetime | None
    records: list[AuditEntry] | None


P = ParamSpec("P")
R = TypeVar("R")

_current: ContextVar[Step | None] = ContextVar("debiet_step", default=None)

ACTIONS: dict[str, Callable[..., Any]] = {}
"""Every public action by its dotted name, for the tests that look at all of them."""


def current_step() -> Step:
    """Return the action that is running.

    :raises LookupError: outside of an action, where nothing may be written
    """
    step = _current.get()
    if step is None:
        raise LookupError("Records are written inside an action only.")
    return step


@contextmanager
def _entered(name: str, by: Actor, at: datetime | None, *, atomic: bool) -> Iterator[None]:
    outer = _current.get()
    records = outer.records if outer else None
    is_inside = records is not None
    if atomic and records is None:
        records = []
    step = Step(
        operation_id=outer.operation_id if outer else uuid4(),
        action=name,
        by=by,
        at=at or (outer.at if outer else None),
        records=records,
    )
    token = _current.set(step)
    try:
        # Inside another action there is nothing to go back to but its beginning: no savepoint.
        with transaction.atomic(savepoint=not is_inside) if atomic else nullcontext():
            yield
            if records and not is_inside:
                insert_many(records)
    finally:
        _current.reset(token)


def action(
    *, permission: Permission, atomic: bool = True
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action: ask `permission in by.permissions`, then run in one transaction.

    The function takes keywords only, among them `by: Actor` and usually `at: datetime`.
    Actions called inside join the operation and its transaction, and ask their own permission: if
    one of them refuses, nothing of the operation stays, even where its caller would go on.

    :param atomic: false for the few that must commit in parts, so that what came in is kept even
        if the rest fails; each part is an action of its own

    :raises NotAllowed: before anything is touched
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.removeprefix('debiet.')}.{function.__name__}".replace(
            ".actions", ""
        )

        @functools.wraps(function)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            by, at = kwargs["by"], kwargs.get("at")
            assert isinstance(by, Actor)  # noqa: S101 (a programmer's error, never a user's)
            if permission not in by.permissions:
                raise NotAllowed
            with _entered(name, by, at if isinstance(at, datetime) else None, atomic=atomic):
                return function(*args, **kwargs)

        perform.permission = permission  # type: ignore[attr-defined]
        ACTIONS[name] = perform
        _check_signature(function)
        return perform

    return decorate


def _check_signature(function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind is not parameter.KEYWORD_ONLY for parameter in parameters):
        raise TypeError(f"{function.__qualname__} must take keywords only.")
    if "by" not in {parameter.name for parameter in parameters}:
        raise TypeError(f"{function.__qualname__} must say who acts (`by`).")
