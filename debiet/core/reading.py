"""Marking what reads: `@query(personal=…)` stands on every public function of a `queries.py`."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from debiet.core.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")

QUERIES: dict[str, Callable[..., Any]] = {}
"""Every public query by its dotted name, for the tests that look at all of them."""


def query(*, personal: bool) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function that reads; with `personal=True` it must be told who looks (`viewer`)."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if personal and "viewer" not in inspect.signature(function).parameters:
            raise TypeError(f"{function.__qualname__} reads personal data and must take a viewer.")

        @functools.wraps(function)
        def read(*args: P.args, **kwargs: P.kwargs) -> R:
            if personal and not isinstance(kwargs.get("viewer"), Actor):
                raise TypeError(f"{function.__qualname__} must be told who looks.")
            return function(*args, **kwargs)

        read.personal = personal  # type: ignore[attr-defined]
        QUERIES[f"{function.__module__.removeprefix('debiet.')}.{function.__name__}"] = read
        return read

    return decorate
