"""Pages of the desk in two databases, one with few and one with many cases, asked for in turn.

Both databases have one server, so that whatever else the machine does falls on both alike. A
request is the whole page of a signed-in employee, as Django answers it: session, permissions,
counts of the rail, rows, template. Only the web server's own work is left out.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from benchmarks import fill, house, measure
from benchmarks.house import House
from benchmarks.measure import say

DATABASES = (house.SMALL, house.LARGE)

_databases: dict[str, dict[str, Any]] = {}


@dataclass
class Page:
    """A page that is asked for, or one place in a list: its address is each database's own."""

    name: str
    place: str
    addresses: dict[str, str]
    rows: int = 0
    statements: int = 0
    seconds: dict[str, list[float]] = field(default_factory=lambda: {n: [] for n in DATABASES})
    python: dict[str, list[float]] = field(default_factory=lambda: {n: [] for n in DATABASES})
    waited: dict[str, list[float]] = field(default_factory=lambda: {n: [] for n in DATABASES})

    def told(self) -> dict[str, Any]:
        """Return how long it took, in each database and against each other."""
        small, large = (dict[str, Any](measure.milliseconds(self.seconds[n])) for n in DATABASES)
        for told, name in ((small, house.SMALL), (large, house.LARGE)):
            told["python_cpu_p50_ms"] = measure.milliseconds(self.python[name])["p50_ms"]
            told["without_waiting_for_a_core"] = measure.milliseconds(self.alone(name))
        return {
            "list": self.name,
            "page": self.place,
            "rows": self.rows,
            "statements": self.statements,
            "small": small,
            "large": large,
            "ratio_p50": round(large["p50_ms"] / small["p50_ms"], 2),
            "ratio_p95": round(large["p95_ms"] / small["p95_ms"], 2),
        }

    def alone(self, name: str) -> list[float]:
        """Return its durations without waiting for a core."""
        pairs = zip(self.seconds[name], self.waited[name], strict=True)
        return [spent - waited for spent, waited in pairs]


def filled(
    built: House, *, small: int, large: int, opened: int, at: datetime
) -> dict[str, dict[str, Any]]:
    """Fill both databases, once for all parts that ask in them, and return what that took."""
    for name, cases in zip(DATABASES, (small, large), strict=True):
        if name not in _databases:
            _databases[name] = _filled(built, name, cases, opened, at)
    return _databases


def _filled(built: House, name: str, cases: int, opened: int, at: datetime) -> dict[str, Any]:
    start = time.perf_counter()
    built.copy(name)
    with built.connect(name) as connection:
        fill.fill(connection, cases=cases, opened=opened, at=at)
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    seconds = round(time.perf_counter() - start, 1)
    megabytes = round(row[0] / 1e6) if row else 0
    say(f"pages: {cases} cases filled in {seconds} s, {megabytes} MB")
    return {"cases": cases, "fill_seconds": seconds, "megabytes": megabytes}


def client_of(name: str) -> Any:
    """Return a test client with an agent signed in, on one of the databases."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    house.use(name)
    client = Client(HTTP_HOST="localhost", raise_request_exception=True)
    client.force_login(get_user_model().objects.get(email=house.AGENT))
    return client


def look(page: Page, clients: dict[str, Any]) -> dict[str, str]:
    """Warm a page up, count its statements, and return what it shows in each database.

    The statements are those of a page that was not open yet: looking at somebody is written down.
    """
    shown = {}
    for name, client in clients.items():
        house.use(name)
        statements = measure.counted(lambda: client.get(page.addresses[name]))  # noqa: B023
        page.statements = max(page.statements, len(statements.seen))
        answer = client.get(page.addresses[name])
        assert answer.status_code == 200, (page.name, answer.status_code)
        shown[name] = answer.content.decode()
    return shown


def ask(pages: Sequence[Page], clients: dict[str, Any], requests: int) -> None:
    """Ask for every page in both databases, in an order that changes all the time."""
    chance = random.Random(2026)  # noqa: S311 - an order, no secret
    busy = {}
    for name in DATABASES:
        house.use(name)
        busy[name] = measure.Busy()
    turns = [(page, name) for page in pages for name in DATABASES]
    for number in range(requests):
        chance.shuffle(turns)
        for page, name in turns:
            house.use(name)
            get: Callable[[str], Any] = clients[name].get
            waited = busy[name].seconds()
            start, used = time.perf_counter(), time.process_time()
            get(page.addresses[name])
            page.seconds[name].append(time.perf_counter() - start)
            page.python[name].append(time.process_time() - used)
            page.waited[name].append(busy[name].seconds() - waited)
        if (number + 1) % 50 == 0:
            say(f"pages: {number + 1} of {requests} rounds")


def why(pages: Sequence[Page], clients: dict[str, Any]) -> dict[str, Any]:
    """Return what the slowest page of the large database does with its time."""
    page = max(pages, key=lambda page: measure.milliseconds(page.seconds[house.LARGE])["p95_ms"])
    house.use(house.LARGE)

    def ask() -> None:
        clients[house.LARGE].get(page.addresses[house.LARGE])

    def ask_ten_times() -> None:
        for _ in range(10):
            ask()

    statements = measure.counted(ask)
    return {
        "page": f"{page.name}, {page.place}",
        "statements": statements.listed(),
        "slowest_statement": measure.explained(statements.slowest()),
        "python": measure.profiled(ask_ten_times),
    }
