"""Checks of callers, for whoever asks what is kept about it."""

from collections.abc import Collection

from debiet.core.actor import Actor
from debiet.core.own_data import Told, chosen
from debiet.core.reading import query
from debiet.customers.models import CallerVerification
from debiet.staff.visibility import visible


@query(personal=True)
def own_data(customer_ids: Collection[int], *, viewer: Actor) -> list[Told]:
    """Return the checks of who called as a customer: which facts were asked, which fitted."""
    rows = visible(CallerVerification.objects.filter(customer__in=customer_ids), viewer)
    return [
        Told(
            "verification",
            row.at,
            "",
            chosen(
                ("verified", "yes" if row.is_verified else "no"),
                *(("fact", fact) for fact in row.facts),
            ),
        )
        for row in rows.order_by("id")
    ]
