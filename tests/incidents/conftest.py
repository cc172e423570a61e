"""An incident with its people: one writes, another approves."""

from dataclasses import dataclass

import pytest

from debiet.cases import actions as cases
from debiet.incidents import actions
from debiet.incidents.actions import IncidentFacts
from debiet.rules.access import Role
from debiet.rules.incidents import Area, IncidentKind, LinkWay
from tests import make

WORDS = {
    "nl": "Er is een breuk, {name}. Om 14 uur is er weer water.",
    "fr": "Une conduite est cassée, {name}. L'eau revient à 14 heures.",
    "en": "A main burst, {name}. Water is back at 14:00.",
}
NOTICE = {"nl": "Breuk in de Kouterbaan.", "fr": "Conduite cassée.", "en": "A main burst."}


@dataclass
class People:
    """Who handles an incident."""

    utility: make.Utility
    agent: make.Somebody
    lead: make.Somebody
    ombuds: make.Somebody


@pytest.fixture
def people(db) -> People:
    """An agent, a team lead and somebody of the ombuds office; the topic `outage`."""
    utility = make.utility()
    cases.save_topic(
        code="outage",
        labels={"nl": "Geen water", "fr": "Pas d'eau", "en": "No water"},
        team_id=utility.team.pk,
        is_public=True,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    return People(
        utility,
        make.employee(utility),
        make.employee(utility, role=Role.TEAM_LEAD, is_lead=True),
        make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team),
    )


def opened(people: People, **changes: object) -> int:
    """Open an incident in a street of Wetteren."""
    facts: dict[str, object] = {
        "kind": IncidentKind.MAIN_BURST,
        "title": "Breuk Kouterbaan",
        "team_id": people.utility.team.pk,
        "topic_codes": ("outage",),
        "areas": (Area("9230", "Kouterbaan"),),
        "began_at": make.MONDAY,
    }
    return actions.open_incident(
        facts=IncidentFacts(**(facts | changes)),  # type: ignore[arg-type]
        by=people.agent.actor,
        at=make.MONDAY,
    )


def linked(people: People, incident_id: int, *numbers: str, at=make.MONDAY) -> int:
    """Link cases to an incident."""
    return actions.link_cases(
        incident_id=incident_id,
        numbers=numbers,
        way=LinkWay.HAND,
        by=people.agent.actor,
        at=at,
    )


def approved(people: People, incident_id: int, *, at=make.MONDAY, **changes: object) -> int:
    """Write a message and have it approved by another."""
    said: dict[str, object] = {"template": "", "words": WORDS, "notice": NOTICE}
    message_id = actions.write_message(
        incident_id=incident_id,
        by=people.agent.actor,
        at=at,
        **(said | changes),  # type: ignore[arg-type]
    )
    actions.approve_message(
        message_id=message_id, incident_id=incident_id, by=people.lead.actor, at=at
    )
    return message_id
