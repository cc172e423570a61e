"""Asking why, before an employee sees something of itself, a housemate or a colleague."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404

from debiet.core.together import Reading, together
from debiet.customers import queries as customers
from debiet.desk.opened import MustSayWhy
from debiet.rules.access import Compartment
from debiet.rules.customer_file import Bond
from debiet.staff.queries import SignedIn


def bond_readings(
    signed_in: SignedIn, customer_ids: Collection[int | None]
) -> dict[str, Reading[Any]]:
    """Return how an employee's bonds with some customers are read, by their ids."""
    employee_id = signed_in.colleague.employee_id
    return {
        str(one): customers.bond_between.reading(employee_id, one) for one in customer_ids if one
    }


def bonds_with(signed_in: SignedIn, customer_ids: Collection[int | None]) -> dict[str, Bond | None]:
    """Return an employee's bonds with some customers, in one statement."""
    return together(**bond_readings(signed_in, customer_ids))


def ask_why_if_close(
    signed_in: SignedIn, bonds: Mapping[str, Bond | None], *, at: datetime
) -> None:
    """Ask why, where there is a bond and the employee did not say why within the hour.

    :raises MustSayWhy: to be asked
    :raises Http404: where the customer is not for this employee to see
    """
    for customer_id, bond in bonds.items():
        if bond is not None:
            _ask_why(signed_in, int(customer_id), at)


def _ask_why(signed_in: SignedIn, customer_id: int, at: datetime) -> None:
    found = customers.standing(
        customer_id,
        employee_id=signed_in.colleague.employee_id,
        viewer=replace(signed_in.actor, purpose=""),
        at=at,
    )
    if found is None:
        raise Http404
    if found.opening_id is None:
        if Compartment.ORDINARY not in signed_in.actor.compartments:
            raise Http404
        raise MustSayWhy(found.customer_id)
