"""Small builders: the shortest way to a utility, an employee or a case, through real actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from debiet.cases import actions as cases
from debiet.cases.actions import Contact, Opened
from debiet.clauses import actions as clauses
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.customers import actions as customers
from debiet.customers.actions import Address
from debiet.customers.models import ContactKind, Customer
from debiet.identity import actions as identity
from debiet.rules.access import Compartment, Realm, Role
from debiet.rules.cases import Carrier, CaseKind
from debiet.rules.complaints import Regime
from debiet.rules.sla import CaseFacts
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff.models import Organization, Team
from debiet.terms import actions as terms
from tests.made_once import made_once

SYSTEM = Actor.system("demo")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday, 09:00 in Brussels: the office just opened."""
PASSWORD = "a long password for tests"  # noqa: S105

_serial = count(1)


def local(text: str) -> datetime:
    """Return the moment that a Brussels wall clock shows, such as `2026-03-02 16:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Brussels"))


@dataclass(frozen=True)
class Utility:
    """What `utility()` made."""

    organization: Organization
    partner: Organization
    team: Team
    ombuds_team: Team
    partner_team: Team


OFFICE = {
    "kind": "hours",
    "tz": "Europe/Brussels",
    "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": ["2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-07-21"],
    "overrides": {},
    "known_years": [2025, 2026, 2027],
}
DAYS = {
    "kind": "days",
    "tz": "Europe/Brussels",
    "open_weekdays": ["mon", "tue", "wed", "thu", "fri"],
    "holidays": OFFICE["holidays"],
    "overrides": {},
    "known_years": [2025, 2026, 2027],
}
TARGETS = [
    {"milestone": "first_reply", "amount": "8", "unit": "working_hours", "calendar": "office"},
    {"milestone": "next_reply", "amount": "8", "unit": "working_hours", "calendar": "office"},
    {"milestone": "resolution", "amount": "40", "unit": "working_hours", "calendar": "office"},
    {
        "milestone": "service_guarantee",
        "amount": "10",
        "unit": "working_days",
        "calendar": "days",
    },
]


@made_once
def utility() -> Utility:
    """Make a utility with teams, topics, calendars, a policy and the clauses letters need."""
    by, at = SYSTEM, MONDAY - timedelta(days=365)
    own = staff.save_organization(code="own", name="Testwater", is_partner=False, by=by, at=at)
    partner = staff.save_organization(code="line", name="Bellijn", is_partner=True, by=by, at=at)
    team = staff.save_team(code="invoices", name="Facturen", organization_id=own.pk, by=by, at=at)
    ombuds = staff.save_team(
        code="ombuds",
        name="Ombudsdienst",
        organization_id=own.pk,
        compartment=Compartment.OMBUDS,
        by=by,
        at=at,
    )
    partner_team = staff.save_team(
        code="line", name="Bellijn", organization_id=partner.pk, by=by, at=at
    )
    terms.save_calendar_version(
        code="office", name="Kantooruren", definition=OFFICE, valid_from=at, by=by, at=at
    )
    terms.save_calendar_version(
        code="days", name="Werkdagen", definition=DAYS, valid_from=at, by=by, at=at
    )
    terms.save_policy_version(
        code="questions",
        title="Vragen",
        match={},
        targets=TARGETS,
        promise={
            "nl": "We antwoorden binnen 10 werkdagen.",
            "fr": "Nous répondons dans les 10 jours ouvrables.",
            "en": "We answer within 10 working days.",
        },
        valid_from=at,
        by=by,
        at=at,
    )
    terms.save_policy_version(
        code="quarantine",
        title="Quarantaine",
        match={"kind": "quarantine"},
        targets=[
            {
                "milestone": "resolution",
                "amount": "4",
                "unit": "working_hours",
                "calendar": "office",
            }
        ],
        promise={},
        valid_from=at,
        by=by,
        at=at,
    )
    terms.save_policy_version(
        code="rights",
        title="Privacyverzoeken",
        match={"kind": "rights"},
        targets=[
            {
                "milestone": milestone,
                "amount": "1",
                "unit": "calendar_months",
                "calendar": "days",
                "roll_forward": True,
            }
            for milestone in ("service_guarantee", "resolution")
        ],
        promise={},
        valid_from=at,
        by=by,
        at=at,
    )
    terms.save_policy_version(
        code="complaints",
        title="Klachten",
        match={"kind": "complaint"},
        targets=[
            {"milestone": milestone, "amount": amount, "unit": unit, "calendar": "days"}
            for milestone, amount, unit in (
                ("complaint_acknowledged", "10", "calendar_days"),
                ("first_line", "10", "working_days"),
                ("complaint_answer", "45", "calendar_days"),
            )
        ],
        promise={},
        valid_from=at,
        by=by,
        at=at,
    )
    for code, name, team_id, is_public in (
        ("invoice", "Factuur", team.pk, True),
        ("mail", "E-mail", team.pk, False),
        ("ombuds", "Ombudsdienst", ombuds.pk, False),
        ("line", "Bellijn", partner_team.pk, False),
    ):
        labels = {"nl": name, "fr": f"{name} (fr)", "en": f"{name} (en)"}
        cases.save_topic(
            code=code, labels=labels, team_id=team_id, is_public=is_public, by=by, at=at
        )
    _texts(at)
    return Utility(own, partner, team, ombuds, partner_team)


def _texts(at: datetime) -> None:
    texts = {
        "ack": "Beste {name}, we kregen uw vraag {number}. U krijgt antwoord {term}. {status_link}",
        "several": "Beste {name}, we kregen uw vragen {numbers}. {questions}",
        "where-to-turn": "Niet tevreden? Dien een klacht in via {status_link}.",
        "ombuds-function": "Onze ombudsfunctie bekijkt uw klacht: {status_link}.",
        "second-line-vmm": "Daarna kunt u naar de VMM.",
        "second-line-vlaamse-ombudsdienst": "Daarna kunt u naar de Vlaamse Ombudsdienst.",
        "final-inside": "Dit is ons laatste woord.",
        "hello": "Beste {name},",
        "said": "Bevestiging van {number} ({code}). U vroeg: {asked} Wij antwoordden: {answered}",
        "code": "De code van uw vraag {number} is {code}. {status_link}",
        "rating": "Hoe deden wij het? {rating_link}",
    }
    for code, text in texts.items():
        for language in ("nl", "fr", "en"):
            version = clauses.write_clause(
                code=code,
                title=code,
                language=language,
                text=f"[{language}] {text}",
                by=SYSTEM,
                at=at,
            )
            clauses.approve_clause(version_id=version.pk, valid_from=at, by=SYSTEM, at=at)
    for code, clause, is_answer in (
        ("acknowledgement", "ack", False),
        ("acknowledgement-several", "several", False),
        ("answer-closing", "where-to-turn", False),
        ("confirmation", "said", False),
        ("greeting", "hello", True),
        ("status-code", "code", False),
        ("answer-rating", "rating", False),
    ):
        clauses.save_template(
            code=code,
            title=code,
            clause_codes=[clause],
            is_for_answers=is_answer,
            by=SYSTEM,
            at=at,
        )


@dataclass(frozen=True)
class Somebody:
    """An employee with its sign-in and actor."""

    employee_id: int
    user_id: int
    email: str
    actor: Actor


def employee(
    made: Utility,
    *,
    role: Role = Role.AGENT,
    name: str = "",
    team: Team | None = None,
    is_lead: bool = False,
    partner: bool = False,
) -> Somebody:
    """Make an employee with one role, in a team."""
    number = next(_serial)
    email = f"{role}-{number}@staff.example"
    at = MONDAY - timedelta(days=300)
    user = identity.create_user(
        realm=Realm.STAFF, email=email, password=PASSWORD, language="nl", by=SYSTEM, at=at
    )
    user_id = user if isinstance(user, int) else user.pk
    organization = made.partner if partner else made.organization
    hired = staff.hire_employee(
        user_id=user_id,
        organization_id=organization.pk,
        name=name or f"{role.title()} {number}",
        by=SYSTEM,
        at=at,
    )
    staff.grant_role(employee_id=hired.pk, role=role, by=SYSTEM, at=at)
    place = team or (made.partner_team if partner else made.team)
    staff.join_team(employee_id=hired.pk, team_id=place.pk, is_lead=is_lead, by=SYSTEM, at=at)
    actor = people.actor_for(user_id)
    assert actor is not None
    return Somebody(hired.pk, user_id, email, actor)


def customer(
    *,
    name: str = "Ann De Smet",
    email: str = "",
    phone: str = "",
    number: str = "",
    born_on: date | None = None,
) -> Customer:
    """Make a customer with an account."""
    at = MONDAY - timedelta(days=200)
    made = customers.add_customer(name=name, language="nl", born_on=born_on, by=SYSTEM, at=at)
    customers.add_account(
        customer_id=made.pk,
        number=number or f"100{next(_serial):06d}",
        address=Address("Kouterbaan", "18", "9230", "Wetteren"),
        by=SYSTEM,
        at=at,
    )
    for kind, value in ((ContactKind.EMAIL, email), (ContactKind.PHONE, phone)):
        if value:
            customers.add_contact_point(
                customer_id=made.pk, kind=kind, value=value, by=SYSTEM, at=at
            )
    return made


def mailbox(**changes: Any) -> int:
    """Make a mailbox whose mail is brought to us, and return its id."""
    values: dict[str, Any] = {
        "code": "klantendienst",
        "address": "klantendienst@water.example",
        "protocol": "lmtp",
        "topic_code": "mail",
        "compartment": Compartment.ORDINARY,
    }
    return correspondence.save_mailbox(by=SYSTEM, at=MONDAY, **(values | changes))


def ombuds_mailbox() -> int:
    """Make the mailbox of the ombuds office, and return its id."""
    return mailbox(
        code="ombuds",
        address="ombudsdienst@water.example",
        topic_code="ombuds",
        compartment=Compartment.OMBUDS,
    )


def case(**changes: Any) -> Opened:
    """Open a case from the website's form, at `MONDAY` unless told otherwise."""
    at = changes.pop("at", MONDAY)
    contact = changes.pop("contact", Contact(name="Ann De Smet", email="ann@example.be"))
    values: dict[str, Any] = {
        "kind": CaseKind.QUESTION,
        "topic_code": "invoice",
        "carrier": Carrier.WEB_FORM,
        "text": "Waarom is mijn factuur zo hoog?",
        "language": "nl",
        "received_at": at,
        "by": SYSTEM,
    }
    return cases.open_case(contact=contact, at=at, **(values | changes))


def complaint(opened: Opened, *, at: datetime, regime: Regime = Regime.COMPLAINT) -> None:
    """Let a case be a complaint, with the terms of one from a moment on."""
    terms.start_clocks(
        reference=f"complaint:{opened.number}",
        compartment=opened.compartment,
        facts=CaseFacts(kind="complaint"),
        occurred_at=at,
        by=SYSTEM,
        at=at,
    )
    cases.set_regime(case_id=opened.case_id, regime=regime, by=SYSTEM, at=at)


def internal_task_policy(at: datetime) -> None:
    """Promise an answer to internal tasks within four working hours."""
    terms.save_policy_version(
        code="internal-task",
        title="Intern",
        match={"kind": "internal-task"},
        targets=[
            {
                "milestone": "resolution",
                "amount": "4",
                "unit": "working_hours",
                "calendar": "office",
            }
        ],
        promise={},
        valid_from=at,
        by=SYSTEM,
        at=MONDAY,
    )
