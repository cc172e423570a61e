"""In which part of the house what comes to an employee stands."""

from debiet.core.reading import query
from debiet.rules.access import Compartment, Role, partner_compartment
from debiet.staff.models import Employee, RoleGrant


@query(personal=False)
def compartment_of_employee(employee_id: int) -> str:
    """Return the compartment of what an employee takes on: a partner's people their partner's."""
    organization = Employee.objects.select_related("organization").get(pk=employee_id).organization
    if organization.is_partner:
        return partner_compartment(organization.code)
    return Compartment.ORDINARY


@query(personal=False)
def compartment_of_calls(employee_id: int) -> str:
    """Return the compartment of calls to an employee until somebody says what they were about.

    That somebody called the ombuds function is for the ombuds function.
    """
    roles = RoleGrant.objects.filter(employee=employee_id, revoked_at__isnull=True)
    if roles.filter(role=Role.OMBUDS).exists():
        return Compartment.OMBUDS
    return compartment_of_employee(employee_id)
