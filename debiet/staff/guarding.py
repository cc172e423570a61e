"""What keeps one person from letting itself in, or the house from being left without anybody."""

from django.utils.translation import gettext_lazy as _

from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.rules.access import Role
from debiet.rules.staffing import RoleTrouble, leaves_nobody, role_trouble
from debiet.staff.models import Employee, RoleGrant


class OwnRole(Refused):
    """Nobody lets itself in."""

    code = "staff.own-role"
    message = _("Nobody gives itself a role. Ask a colleague who may give roles.")


class OtherHouse(Refused):
    """What a partner's people may do is one role, and nobody of our own house has it."""

    code = "staff.other-house"
    message = _("A partner's employees have the role for partners, our own have the others.")


class TwoPeople(Refused):
    """A sensitive role is given by two people."""

    code = "staff.two-people"
    message = _("A second person must agree to this role.")


class LastAdmin(Refused):
    """Somebody must be able to let others in."""

    code = "staff.last-admin"
    message = _("Nobody else sets up the house. Make somebody else an admin first.")


ROLE_REFUSALS: dict[RoleTrouble, type[Refused]] = {
    RoleTrouble.OWN: OwnRole,
    RoleTrouble.OTHER_HOUSE: OtherHouse,
    RoleTrouble.TWO_PEOPLE: TwoPeople,
}


def trouble_with(employee_id: int, role: Role, *, by: Actor) -> RoleTrouble | None:
    """Return why the actor alone may not give an employee a role.

    :raises NotFound: if there is no such employee, or it has left
    """
    rows = Employee.objects.select_related("organization").filter(left_at__isnull=True)
    employee = rows.filter(pk=employee_id).first()
    if employee is None:
        raise NotFound
    return role_trouble(
        role,
        is_own=employee.user_id == by.user_id,
        is_partner=employee.organization.is_partner,
    )


def keep_an_admin(employee_id: int) -> None:
    """Let an admin go only where another one stays; two who go at once wait for each other.

    :raises LastAdmin: if nobody else is one
    """
    held = RoleGrant.objects.filter(role=Role.ADMIN, revoked_at__isnull=True)
    rows = held.select_for_update().order_by("pk").values_list("employee_id", flat=True)
    if leaves_nobody(set(rows), without=employee_id):
        raise LastAdmin
