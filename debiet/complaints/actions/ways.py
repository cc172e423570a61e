"""By which carriers and routes a complaint reached us: it stays one, from the earliest of them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases.actions import Way
from debiet.complaints.actions.counting import keep_way
from debiet.complaints.actions.walking import locked
from debiet.complaints.models import Complaint
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, Route
from debiet.staff.visibility import visible

OLDEST = timedelta(days=366)
"""A day further back is a slip of the pen: facts that old need not be treated."""


class WayNotPossible(Refused):
    """A way has a day on which it can have been."""

    code = "complaints.way-not-possible"
    message = _("Fill in the day on which it reached us: not later than today, within a year.")


@action(permission=Permission.REGISTER_COMPLAINT)
def add_way(
    *,
    complaint_id: int,
    carrier: Carrier,
    route: Route,
    received_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """Keep that the same facts reached us by one more carrier or route: it stays one complaint.

    One that came on an earlier day than all others is the first expression: it counts from there.

    :param received_at: when that was
    :raises WayNotPossible: if it has not come yet, or lies more than a year before the complaint
    """
    complaint = locked(complaint_id, by=by)
    if received_at > at or complaint.expressed_at - received_at > OLDEST:
        raise WayNotPossible
    keep_way(complaint, carrier, route, received_at, by=by, at=at)


@action(permission=Permission.RECORD_CONTACT)
def add_contact_way(
    *, case_id: int, interaction_id: int, way: Way, received_at: datetime, by: Actor, at: datetime
) -> None:
    """Keep by what else a contact reached us; the complaint that its case is came so as well."""
    cases.add_way(
        case_id=case_id,
        interaction_id=interaction_id,
        way=way,
        received_at=received_at,
        by=by,
        at=at,
    )
    found = visible(Complaint.objects.filter(case_id=case_id), by).values_list("id", flat=True)
    for complaint_id in found:
        complaint = locked(complaint_id, by=by)
        keep_way(complaint, way.carrier, way.route, received_at, by=by, at=at)
