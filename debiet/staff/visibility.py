"""The one filter for reading: lists, counts, search, exports and downloads all go through it."""

from typing import Protocol, TypeVar, runtime_checkable

from django.db.models import Model, Q, QuerySet

from debiet.core.actor import Actor, ActorKind
from debiet.rules.access import Permission

M = TypeVar("M", bound=Model)


@runtime_checkable
class ForVisitors(Protocol):
    """A model of which a visitor may see something, once it proved to know a case."""

    @classmethod
    def visitor_scope(cls, case_id: int) -> Q: ...


def visible(queryset: "QuerySet[M]", viewer: Actor) -> "QuerySet[M]":
    """Return the rows that the viewer may see.

    A model stands in a compartment (its field `compartment`), or names the permission it is seen
    with (`SEEN_WITH`); a visitor sees what the model's `visitor_scope` gives for its one case.
    """
    model = queryset.model
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
