"""Opening a case by the full path: what one process does with a question from the website.

Raw message, case, first contact, topic, clocks, audit, acknowledgement and its job, in the two
transactions that the website's form makes; each commit waits until it is on the disk. The house has
ten thousand cases already. One question in four comes from a customer whom the house knows.
"""

import statistics
import time
from datetime import UTC, datetime
from typing import Any

from benchmarks import fill, house, measure
from benchmarks.house import House
from benchmarks.measure import figure, say

TARGET = 50
ROUNDS = 3
TOPICS = ("bill-amount", "payment", "move", "leak", "reading", "other")


def run(built: House, *, cases: int, opened: int, questions: int) -> dict[str, Any]:
    """Open cases in a few rounds, and return figures and details.

    :param questions: how many a round
    """
    at = datetime.now(tz=UTC)
    built.copy(house.OPENING)
    with built.connect(house.OPENING) as connection:
        fill.fill(connection, cases=cases, opened=opened, at=at)
    house.use(house.OPENING)
    _open(range(10))  # calendars, translations and plans are made once a process
    statements = measure.counted(lambda: _open(range(10, 11)))
    seconds: list[float] = []
    rates = []
    busy = measure.Busy()
    used, waited = time.process_time(), busy.seconds()
    for number in range(ROUNDS):
        start = 100 + number * questions
        spent = _open(range(start, start + questions))
        seconds += spent
        rates.append(len(spent) / sum(spent))
    used, waited = time.process_time() - used, busy.seconds() - waited
    rate = statistics.median(rates)
    say(f"opening: {rate:.0f} cases a second, {len(statements.seen)} statements each")
    one = figure(
        "cases opened a second by one process",
        round(rate, 1),
        "cases/s",
        target=f"at least {TARGET}",
        met=rate >= TARGET,
    )
    details: dict[str, Any] = {
        "questions": questions * ROUNDS,
        "rates_of_the_rounds": [round(rate, 1) for rate in rates],
        "each": measure.milliseconds(seconds),
        "python_cpu_mean_ms": round(used / len(seconds) * 1000, 2),
        "waited_for_a_core_mean_ms": round(waited / len(seconds) * 1000, 2),
        "rate_without_that_wait": round(len(seconds) / (sum(seconds) - waited), 1),
        "statements": len(statements.seen),
        "transactions": 2,
        "written": _written(),
    }
    if not one["met"]:
        details["why"] = {
            "statements": statements.listed(),
            "python": measure.profiled(lambda: _open(range(90, 100)), lines=40),
        }
    return {"figures": [one], "details": details}


def _open(numbers: range) -> list[float]:
    """Open a case for each number; return how long each took, and see that it was opened."""
    from debiet.cases import actions as cases
    from debiet.core.actor import Actor

    by = Actor.visitor()
    spent = []
    for number in numbers:
        known = number % 4 == 0
        question = cases.Question(
            key=f"form-{number}",
            topic_code=TOPICS[number % len(TOPICS)],
            text=f"Vraag {number}. {fill.QUESTION}",
            name=f"Klant {number}",
            email=f"klant{number % 1000 + 1}@example.be" if known else f"new{number}@example.be",
            account_number="",
        )
        start = time.perf_counter()
        taken = cases.ask_question(question=question, by=by, at=datetime.now(tz=UTC))
        spent.append(time.perf_counter() - start)
        assert taken.outcome == "opened", taken
    return spent


def _written() -> dict[str, int]:
    """Return what was written: nothing is left out for speed."""
    from django.db import connections

    counts = {
        "cases": "SELECT count(*) FROM cases_case WHERE contact_name LIKE 'Klant %' "
        "AND subject LIKE 'Vraag %. Goedendag%'",
        "clocks": "SELECT count(*) FROM terms_clock WHERE reference IN "
        "(SELECT about FROM correspondence_message)",
        "acknowledgements": "SELECT count(*) FROM correspondence_message",
        "jobs": "SELECT count(*) FROM procrastinate_jobs",
        "audit entries": "SELECT count(*) FROM core_auditentry WHERE actor_kind = 'visitor'",
    }
    found = {}
    with connections["default"].cursor() as cursor:
        for name, statement in counts.items():
            cursor.execute(statement)
            found[name] = int(cursor.fetchone()[0])
    return found
