"""Doing one thing for each of many, so that what goes wrong with one keeps none of the others."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def for_each(items: Iterable[T], do: Callable[[T], object], *, failed: str) -> None:
    """Do something for every item, and say at the end that some of it failed.

    :param failed: words for the log, such as "not delivered"
    :raises ExceptionGroup: with what went wrong, after all others were done
    """
    troubles = []
    for item in items:
        try:
            do(item)
        except Exception as trouble:  # noqa: BLE001 (raised below: a job that failed says so)
            troubles.append(trouble)
    if troubles:
        raise ExceptionGroup(failed, troubles)
