"""The one filter for reading: lists, counts, search, exports and downloads all go through it."""

from dataclasses import replace
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet

from debiet.core.actor import Actor, ActorKind
from debiet.rules.access import Compartment, Permission

M = TypeVar("M", bound=Model)
CLOSED: Final = frozenset({Compartment.OMBUDS, Compartment.HR})
"""Parts of which nobody outside may learn even how much there is."""


def visible(queryset: "QuerySet[M]", viewer: Actor) -> "QuerySet[M]":
    """Return the rows that the viewer may see.

    A model stands in a compartment (its field `compartment`), or names the permission it is seen
    with (`SEEN_WITH`); a visitor sees what the model's `visitor_scope` gives for its one case.
    """
    model: Any = queryset.model
    if viewer.kind is ActorKind.SYSTEM:
        return queryset
    if viewer.kind is ActorKind.VISITOR:
        if viewer.case_id is None or not hasattr(model, "visitor_scope"):
            return queryset.none()
        return queryset.filter(model.visitor_scope(viewer.case_id))
    permission: Permission | None = getattr(model, "SEEN_WITH", None)
    if permission is not None:
        return queryset if permission in viewer.permissions else queryset.none()
    return queryset.filter(compartment__in=viewer.compartments)


def within(viewer: Actor, part: str) -> Actor:
    """Return a viewer who sees of the closed parts no other than one.

    For what is written down in that part: whoever reads it there sees no more than that.
    """
    if viewer.kind is not ActorKind.USER:
        return viewer
    return replace(viewer, compartments=viewer.compartments - (CLOSED - {part}))


def countable(queryset: "QuerySet[M]", viewer: Actor) -> "QuerySet[M]":
    """Return the rows whose number the viewer may know.

    Whoever sets up the house reads no case, and must know how many a change touches. Of a closed
    part a number would give away that something is there: it counts for who works there.
    """
    if viewer.kind is ActorKind.SYSTEM:
        return queryset
    return queryset.exclude(compartment__in=CLOSED - set(viewer.compartments))
