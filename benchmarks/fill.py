"""Filling a database by COPY: the same open cases whatever the number of resolved ones.

The resolved ones lie spread over eight years. Of the open ones four in five are the newest cases of
all and the rest lie scattered among the older, as they do in a real house. Every case has its first
contact and a customer; an open one also its acknowledgement and its four clocks, a resolved one the
clock of the service guarantee. Two databases filled with the same open set differ in nothing that a
worklist shows except numbers.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString

import psycopg
from psycopg import sql

YEARS = 8
CASES_A_CUSTOMER = 5
SHARED_CUSTOMERS = 1000
"""The open cases are theirs, in every database."""
RESOLVED_COMPARTMENTS = ("ordinary",) * 49 + ("ombuds",)
QUESTION = (
    "Goedendag, op mijn eindafrekening staat een verbruik dat veel hoger is dan vorig jaar, "
    "terwijl we met minder mensen in huis zijn. Kan u nagaan of de meterstand juist is? "
    "Mijn teller staat vandaag op een veel lagere stand. Met vriendelijke groeten."
)
ANSWER = "Beste klant, we hebben uw vraag goed ontvangen en behandelen ze binnen de termijn."

Line = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The rows of the house that cases point to."""

    topics: list[tuple[int, str, int]]  # id, code, team
    employees: list[int]
    policy_version: int
    calendar_version: int


@dataclass(frozen=True, slots=True)
class Open:
    """What an open case is like, the same in every database."""

    subject: str
    topic: tuple[int, str, int]
    carrier: str
    state: str
    compartment: str
    assignee: int | None
    customer: int
    age: timedelta
    due: datetime | None
    at_risk: datetime | None


Reword = Callable[[str, Line], Line]
"""Gives a row of a table other words than the same ones in each."""


def fill(
    connection: psycopg.Connection,
    *,
    cases: int,
    opened: int,
    at: datetime,
    reword: Reword = lambda _table, row: row,
) -> None:
    """Fill the copy of an empty house that a connection leads to, and let PostgreSQL count it."""
    keys = _keys(connection)
    places = _places(cases, opened)
    waiting = list(_open_cases(opened, keys, at))
    customers = max(SHARED_CUSTOMERS, cases // CASES_A_CUSTOMER)

    def put(table: str, columns: dict[str, str], rows: Iterable[Line]) -> None:
        copy(connection, table, columns, (reword(table, row) for row in rows))

    put("customers_customer", CUSTOMER, _customers(customers))

    def each(make: Callable[..., Iterable[Line]]) -> Iterator[Line]:
        for number in range(1, cases + 1):
            case = waiting[places[number]] if number in places else None
            yield from make(number, case, _opened_at(number, cases, case, at), keys, customers)

    put("cases_case", CASE, each(_case))
    put("cases_interaction", INTERACTION, each(_interactions))
    put("terms_clock", _CLOCK, each(_clocks))
    connection.execute("SELECT setval('case_number', %s)", [cases])
    for table in ("customers_customer", "cases_case"):
        connection.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({0}, 'id'), max(id)) FROM {1}").format(
                sql.Literal(table), sql.Identifier(table)
            )
        )
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM (ANALYZE)")
    connection.execute("CHECKPOINT")


def _keys(connection: psycopg.Connection) -> Keys:
    def rows(statement: LiteralString) -> list[Line]:
        return connection.execute(statement).fetchall()

    topics = rows(
        "SELECT topic.id, topic.code, coalesce(topic.team_id, above.team_id)"
        " FROM cases_topic topic LEFT JOIN cases_topic above ON above.id = topic.parent_id"
        " WHERE topic.is_public ORDER BY topic.id"
    )
    return Keys(
        topics=[(row[0], row[1], row[2]) for row in topics],
        employees=[row[0] for row in rows("SELECT id FROM staff_employee ORDER BY id")],
        policy_version=rows("SELECT min(id) FROM terms_policyversion")[0][0],
        calendar_version=rows("SELECT min(id) FROM terms_calendarversion")[0][0],
    )


def _places(cases: int, opened: int) -> dict[int, int]:
    """Return which case numbers are open, and which of the open set each is."""
    scattered = opened // 5
    newest = opened - scattered
    step = (cases - newest) / max(scattered, 1)
    numbers = [int(place * step) + 1 for place in range(scattered)]
    numbers += range(cases - newest + 1, cases + 1)
    return {number: place for place, number in enumerate(numbers)}


def _open_cases(opened: int, keys: Keys, at: datetime) -> Iterator[Open]:
    chance = random.Random(2026)  # noqa: S311 - a fixed choice of cases, no secret
    for number in range(opened):
        # One in twelve is too late, one in fifty has no term that could be determined.
        left = timedelta(minutes=chance.randrange(-2 * 1440, 22 * 1440))
        due = None if chance.random() < 0.02 else at + left
        topic = chance.choice(keys.topics)
        draw = chance.random()
        yield Open(
            subject=f"Vraag {number} over mijn eindafrekening",
            topic=topic,
            carrier=chance.choice(("web-form", "web-form", "email", "phone")),
            state="waiting" if chance.random() < 0.15 else "open",
            compartment="ordinary" if draw < 0.98 else "ombuds",
            assignee=None if chance.random() < 0.2 else chance.choice(keys.employees),
            customer=1 + number % SHARED_CUSTOMERS,
            age=timedelta(minutes=chance.randrange(60, 14 * 1440)),
            due=due,
            at_risk=due - timedelta(days=2) if due else None,
        )


def _opened_at(number: int, cases: int, case: Open | None, at: datetime) -> datetime:
    if case is not None:
        return at - case.age
    return at - timedelta(days=14 + (1 - number / cases) * YEARS * 365)


def copy(
    connection: psycopg.Connection, table: str, columns: dict[str, str], rows: Iterable[Line]
) -> None:
    """Write rows of a table by COPY."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as target:
        target.set_types(list(columns.values()))
        for row in rows:
            target.write_row(row)


CUSTOMER = {
    "id": "int8",
    "name": "varchar",
    "sort_key": "varchar",
    "segment": "varchar",
    "language": "varchar",
    "version": "int4",
}


def _customers(count: int) -> Iterator[Line]:
    for number in range(1, count + 1):
        name = f"Klant {number}"
        yield number, name, name.lower(), "household", "nl", 1


CASE = {
    "id": "int8",
    "number": "varchar",
    "kind": "varchar",
    "state": "varchar",
    "subject": "varchar",
    "topic_id": "int8",
    "carrier": "varchar",
    "priority": "varchar",
    "segment": "varchar",
    "language": "varchar",
    "compartment": "varchar",
    "team_id": "int8",
    "assignee_id": "int8",
    "customer_id": "int8",
    "contact_name": "varchar",
    "contact_email": "varchar",
    "contact_phone": "varchar",
    "account_number": "varchar",
    "code_version": "int4",
    "opened_at": "timestamptz",
    "resolved_at": "timestamptz",
    "waiting_reason": "varchar",
    "due_at": "timestamptz",
    "at_risk_at": "timestamptz",
    "is_undetermined": "bool",
    "version": "int4",
}


def _number(number: int, opened_at: datetime) -> str:
    return f"{opened_at.year}-{number:06d}"


def _case(
    number: int, case: Open | None, opened_at: datetime, keys: Keys, customers: int
) -> Iterator[Line]:
    employee: int | None
    if case is None:
        topic = keys.topics[number % len(keys.topics)]
        employee = keys.employees[number % len(keys.employees)]
        compartment = RESOLVED_COMPARTMENTS[number % len(RESOLVED_COMPARTMENTS)]
        state, subject, carrier = "resolved", "Vraag over mijn eindafrekening", "web-form"
        customer, due, at_risk = 1 + number % customers, None, None
        resolved_at = opened_at + timedelta(days=3)
        undetermined = False
    else:
        topic, employee, compartment = case.topic, case.assignee, case.compartment
        state, subject, carrier = case.state, case.subject, case.carrier
        customer, due, at_risk = case.customer, case.due, case.at_risk
        resolved_at = None
        undetermined = case.due is None
    waiting = "waiting_for_customer" if state == "waiting" else ""
    yield (
        number, _number(number, opened_at), "question", state, subject, topic[0], carrier,
        "normal", "household", "nl", compartment, topic[2], employee, customer,
        f"Klant {customer}", f"klant{customer}@example.be", "", "", 1, opened_at, resolved_at,
        waiting, due, at_risk, undetermined, 1,
    )  # fmt: skip


INTERACTION = {
    "case_id": "int8",
    "compartment": "varchar",
    "direction": "varchar",
    "carrier": "varchar",
    "via": "varchar",
    "happened_at": "timestamptz",
    "recorded_at": "timestamptz",
    "author_name": "varchar",
    "text": "text",
    "quoted_text": "text",
    "attachments": "jsonb",
    "topic_code": "varchar",
    "is_public": "bool",
    "is_substantive": "bool",
    "is_automatic": "bool",
    "clauses": "jsonb",
}


def _interactions(
    number: int, case: Open | None, opened_at: datetime, keys: Keys, customers: int
) -> Iterator[Line]:
    compartment = case.compartment if case else "ordinary"
    carrier = case.carrier if case else "web-form"
    topic = case.topic[1] if case else "other"
    kinds = [("in", carrier, QUESTION, False)]
    if case is not None:
        kinds.append(("out", "email", ANSWER, True))
    for direction, how, text, automatic in kinds:
        yield (
            number, compartment, direction, how, "direct", opened_at, opened_at, "Klant", text,
            "", "[]", topic, True, False, automatic, "[]",
        )  # fmt: skip


_CLOCK = {
    "reference": "varchar",
    "compartment": "varchar",
    "milestone": "varchar",
    "policy_version_id": "int8",
    "calendar_version_id": "int8",
    "status": "varchar",
    "started_at": "timestamptz",
    "due_at": "timestamptz",
    "at_risk_at": "timestamptz",
    "reached_at": "timestamptz",
    "next_level": "int4",
    "next_level_at": "timestamptz",
}


def _clocks(
    number: int, case: Open | None, opened_at: datetime, keys: Keys, customers: int
) -> Iterator[Line]:
    reference = f"case:{_number(number, opened_at)}"
    versions = (keys.policy_version, keys.calendar_version)
    if case is None:
        ended = opened_at + timedelta(days=3)
        yield (
            reference, "ordinary", "service_guarantee", *versions, "met", opened_at,
            opened_at + timedelta(days=14), opened_at + timedelta(days=11), ended, None, None,
        )  # fmt: skip
        return
    part = case.compartment
    yield (reference, part, "next_reply", *versions, "not_started", *[None] * 6)
    status = "running" if case.due else "undetermined"
    for days, milestone in enumerate(("first_reply", "resolution", "service_guarantee")):
        later = timedelta(days=3 * days)
        due, at_risk = (case.due and case.due + later), (case.at_risk and case.at_risk + later)
        yield (
            reference, part, milestone, *versions, status, opened_at, due, at_risk, None,
            75 if at_risk else None, at_risk,
        )  # fmt: skip
