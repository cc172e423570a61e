"""The demo's employees: a sign-in for each role, and some colleagues to share the work with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from debiet.core.actor import Actor
from debiet.identity import actions as identity
from debiet.rules.access import Realm, Role
from debiet.staff import actions as staff
from debiet.staff import queries as people

PASSWORD = "water-voor-iedereen"  # noqa: S105 (of the demo, and told to everybody)
DOMAIN = "demo.debiet.example"


@dataclass(frozen=True, slots=True)
class Colleague:
    """An employee of the demo, before it is one.

    :param name_at: what stands before the @ of the sign-in
    :param teams: codes of the teams it works in
    """

    name_at: str
    name: str
    role: Role
    teams: tuple[str, ...] = ()
    is_partner: bool = False

    @property
    def address(self) -> str:
        """Return the sign-in address."""
        return f"{self.name_at}@{DOMAIN}"


WITH_SIGN_IN = (
    Colleague("agent", "Jana Verbeke", Role.AGENT, ("klantendienst", "facturatie")),
    Colleague(
        "team-lead", "Pieter Goossens", Role.TEAM_LEAD, ("klantendienst", "facturatie", "netwerk")
    ),
    Colleague("ombuds", "Leen Aerts", Role.OMBUDS, ("ombuds",)),
    Colleague("dpo", "Wim Claes", Role.DPO),
    Colleague("hr", "Sofie De Smet", Role.HR),
    Colleague("finance", "Tom Wouters", Role.FINANCE),
    Colleague("auditor", "Griet Maes", Role.AUDITOR),
    Colleague("admin", "Koen Lambrecht", Role.ADMIN),
    Colleague("partner-agent", "Samira Haddad", Role.PARTNER_AGENT, ("contactcenter",), True),
)
OTHERS = (
    Colleague("agent.klantendienst", "Bram De Vos", Role.AGENT, ("klantendienst",)),
    Colleague("agent.facturatie", "Yasmine Yilmaz", Role.AGENT, ("facturatie",)),
    Colleague("agent.netwerk", "Ruben Coppens", Role.AGENT, ("netwerk",)),
    Colleague("ombuds.2", "Karim Benali", Role.OMBUDS, ("ombuds",)),
    Colleague("lead.netwerk", "Noor Lemmens", Role.TEAM_LEAD, ("netwerk",)),
    Colleague("partner-agent.2", "Lars Segers", Role.PARTNER_AGENT, ("contactcenter",), True),
)
SIGN_INS = tuple((colleague.role.value, colleague.address) for colleague in WITH_SIGN_IN)
"""Role and address of each sign-in that has the demo's password."""


@dataclass(frozen=True, slots=True)
class Worker:
    """An employee who handles cases, as the actor it is."""

    employee_id: int
    actor: Actor


def hire(
    organizations: Mapping[bool, int], *, by: Actor, at: datetime
) -> tuple[dict[str, tuple[Worker, ...]], dict[str, Worker]]:
    """Make all sign-ins and employees; return who handles cases by team, and everybody by sign-in.

    :param organizations: the utility's id under false, the partner's under true
    """
    found: dict[str, list[Worker]] = {}
    everybody: dict[str, Worker] = {}
    for colleague in (*WITH_SIGN_IN, *OTHERS):
        user = identity.create_user(
            realm=Realm.STAFF,
            email=colleague.address,
            password=PASSWORD if colleague in WITH_SIGN_IN else None,
            language="nl",
            by=by,
            at=at,
        )
        employee = staff.hire_employee(
            user_id=user.pk,
            organization_id=organizations[colleague.is_partner],
            name=colleague.name,
            by=by,
            at=at,
        )
        staff.grant_role(employee_id=employee.pk, role=colleague.role, by=by, at=at)
        for code in colleague.teams:
            team_id = people.team_id(code)
            if team_id is not None:
                staff.join_team(employee_id=employee.pk, team_id=team_id, by=by, at=at)
        actor = people.actor_for(user.pk)
        if actor is not None:
            everybody[colleague.name_at] = Worker(employee.pk, actor)
            for code in colleague.teams:
                found.setdefault(code, []).append(everybody[colleague.name_at])
    return {code: tuple(workers) for code, workers in found.items()}, everybody
