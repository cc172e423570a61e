"""The worklist page, with ten thousand and with a million cases and the same open ones.

Both databases have one server and are asked in turn, so that whatever else the machine does falls
on both alike. A request is the whole page of a signed-in employee, as Django answers it: session,
permissions, counts of the rail, rows, template. Only the web server's own work is left out.
"""

import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from benchmarks import fill, house, measure
from benchmarks.house import House
from benchmarks.measure import figure, say

TARGET_MS, TARGET_STATEMENTS, TARGET_RATIO = 100, 8, 1.2
BOARD, BOARD_MS, BOARD_STATEMENTS = "board", 150, 12
DATABASES = (house.SMALL, house.LARGE)
_ROW = re.compile(r"Vraag \d+ over")


@dataclass
class Page:
    """One page of a list: its address and where it begins, in each database its own."""

    worklist: str
    place: str
    addresses: dict[str, str]
    rows: int = 0
    statements: int = 0
    seconds: dict[str, list[float]] = field(default_factory=lambda: {n: [] for n in DATABASES})
    python: dict[str, list[float]] = field(default_factory=lambda: {n: [] for n in DATABASES})
    waited: dict[str, list[float]] = field(default_factory=lambda: {n: [] for n in DATABASES})


def run(built: House, *, small: int, large: int, opened: int, requests: int) -> dict[str, Any]:
    """Fill both databases, ask for every page, and return figures and details."""
    at = datetime.now(tz=UTC)
    filled = dict(_filled(built, {house.SMALL: small, house.LARGE: large}, opened, at))
    clients = {name: client_of(name) for name in DATABASES}
    pages = [*_pages(at), _board()]
    for page in pages:
        _look(page, clients)
    say(f"worklist: {requests} requests of each of {len(pages)} pages, in turn")
    _ask(pages, clients, requests)
    figures = _figures(pages)
    details: dict[str, Any] = {
        "open": opened,
        "databases": filled,
        "requests_of_each_page": requests,
        "all_pages_without_waiting_for_a_core": {
            name: measure.milliseconds([spent for page in pages for spent in _alone(page, name)])
            for name in DATABASES
        },
        "pages": [_told(page) for page in pages],
    }
    if not all(one["met"] for one in figures):
        details["why"] = _why(pages, clients)
    return {"figures": figures, "details": details}


def _filled(
    built: House, sizes: dict[str, int], opened: int, at: datetime
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, cases in sizes.items():
        start = time.perf_counter()
        built.copy(name)
        with built.connect(name) as connection:
            fill.fill(connection, cases=cases, opened=opened, at=at)
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        seconds = round(time.perf_counter() - start, 1)
        megabytes = round(row[0] / 1e6) if row else 0
        say(f"worklist: {cases} cases filled in {seconds} s, {megabytes} MB")
        yield name, {"cases": cases, "fill_seconds": seconds, "megabytes": megabytes}


def client_of(name: str) -> Any:
    """Return a test client with an agent signed in, on one of the databases."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    house.use(name)
    client = Client(HTTP_HOST="localhost", raise_request_exception=True)
    client.force_login(get_user_model().objects.get(email=house.AGENT))
    return client


def _pages(at: datetime) -> Iterator[Page]:
    """Return the first and a deep page of every list, from the positions of each database."""
    from django.urls import reverse

    from debiet.cases.queries import Worklist
    from debiet.desk.worklists import cursor_of

    for worklist in Worklist:
        address = reverse("desk:worklist", args=[worklist])
        ways = {name: _positions(name, worklist, at) for name in DATABASES}
        yield Page(worklist, "first", dict.fromkeys(DATABASES, address))
        if all(ways.values()):
            deep = {name: way[int(len(way) * 0.9)] for name, way in ways.items()}
            number = int(len(ways[house.SMALL]) * 0.9) + 2
            yield Page(
                worklist,
                f"page {number}",
                {name: f"{address}?cursor={cursor_of(at)}" for name, at in deep.items()},
            )


def _board() -> Page:
    from django.urls import reverse

    return Page(BOARD, "whole", dict.fromkeys(DATABASES, reverse("desk:board")))


def _positions(name: str, worklist: Any, at: datetime) -> list[Any]:
    from django.contrib.auth import get_user_model

    from debiet.cases import queries as cases
    from debiet.staff import queries as staff

    house.use(name)
    found = staff.signed_in(get_user_model().objects.get(email=house.AGENT).pk)
    assert found is not None
    scope = cases.Scope(found.colleague.employee_id, found.colleague.team_ids)
    positions: list[Any] = []
    after = None
    while True:
        page = cases.worklist(worklist, scope=scope, viewer=found.actor, at=at, after=after)
        if page.next is None:
            return positions
        positions.append(after := page.next)


def _look(page: Page, clients: dict[str, Any]) -> None:
    """Warm a page up, count its statements, and see that both databases show the same cases."""
    shown = {}
    for name, client in clients.items():
        house.use(name)
        answer = client.get(page.addresses[name])
        assert answer.status_code == 200, (page.worklist, answer.status_code)
        shown[name] = _ROW.findall(answer.content.decode())
        statements = measure.counted(lambda: client.get(page.addresses[name]))  # noqa: B023
        page.statements = max(page.statements, len(statements.seen))
    assert shown[house.SMALL] == shown[house.LARGE], (page.worklist, page.place)
    page.rows = len(set(shown[house.SMALL]))
    assert page.rows, (page.worklist, page.place)


def _ask(pages: list[Page], clients: dict[str, Any], requests: int) -> None:
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
            ask: Callable[[str], Any] = clients[name].get
            waited = busy[name].seconds()
            start, used = time.perf_counter(), time.process_time()
            ask(page.addresses[name])
            page.seconds[name].append(time.perf_counter() - start)
            page.python[name].append(time.process_time() - used)
            page.waited[name].append(busy[name].seconds() - waited)
        if (number + 1) % 50 == 0:
            say(f"worklist: {number + 1} of {requests} rounds")


def _told(page: Page) -> dict[str, Any]:
    small, large = (measure.milliseconds(page.seconds[name]) for name in DATABASES)
    for told, name in ((small, house.SMALL), (large, house.LARGE)):
        told["python_cpu_p50_ms"] = measure.milliseconds(page.python[name])["p50_ms"]
        told["without_waiting_for_a_core"] = measure.milliseconds(_alone(page, name))
    return {
        "list": page.worklist,
        "page": page.place,
        "rows": page.rows,
        "statements": page.statements,
        "small": small,
        "large": large,
        "ratio_p50": round(large["p50_ms"] / small["p50_ms"], 2),
        "ratio_p95": round(large["p95_ms"] / small["p95_ms"], 2),
    }


def _alone(page: Page, name: str) -> list[float]:
    pairs = zip(page.seconds[name], page.waited[name], strict=True)
    return [spent - waited for spent, waited in pairs]


def _figures(pages: list[Page]) -> list[dict[str, Any]]:
    (board,) = (_told(page) for page in pages if page.worklist == BOARD)
    pages = [page for page in pages if page.worklist != BOARD]
    told = [_told(page) for page in pages]
    small, large = (
        measure.milliseconds([spent for page in pages for spent in page.seconds[name]])
        for name in DATABASES
    )
    slowest = max(page[size]["p95_ms"] for page in told for size in ("small", "large"))
    most = max(page["statements"] for page in told)
    figures = [
        figure(
            "worklist page, p95 of the slowest list",
            slowest,
            "ms",
            target=f"at most {TARGET_MS}",
            met=slowest <= TARGET_MS,
        ),
        figure(
            "worklist page, SQL statements at most",
            most,
            "statements",
            target=f"at most {TARGET_STATEMENTS}",
            met=most <= TARGET_STATEMENTS,
        ),
    ]
    figures += _of_board(board)
    ratios = {
        "p95 over all pages": large["p95_ms"] / small["p95_ms"],
        "median over all pages": large["p50_ms"] / small["p50_ms"],
        "median of the worst list": max(page["ratio_p50"] for page in told),
    }
    for name, ratio in ratios.items():
        figures.append(
            figure(
                f"worklist page, many cases to few: {name}",
                round(ratio, 2),
                "times",
                target=f"at most {TARGET_RATIO}",
                met=ratio <= TARGET_RATIO,
            )
        )
    return figures


def _of_board(board: dict[str, Any]) -> list[dict[str, Any]]:
    slow = max(board[size]["p95_ms"] for size in ("small", "large"))
    return [
        figure("team board, p95", slow, "ms", target=f"at most {BOARD_MS}", met=slow <= BOARD_MS),
        figure(
            "team board, SQL statements",
            board["statements"],
            "statements",
            target=f"at most {BOARD_STATEMENTS}",
            met=board["statements"] <= BOARD_STATEMENTS,
        ),
    ]


def _why(pages: list[Page], clients: dict[str, Any]) -> dict[str, Any]:
    """Return what the slowest page of the large database does with its time."""
    page = max(pages, key=lambda page: measure.milliseconds(page.seconds[house.LARGE])["p95_ms"])
    house.use(house.LARGE)

    def ask() -> None:
        clients[house.LARGE].get(page.addresses[house.LARGE])

    statements = measure.counted(ask)
    return {
        "page": f"{page.worklist}, {page.place}",
        "statements": statements.listed(),
        "slowest_statement": measure.explained(statements.slowest()),
        "python": measure.profiled(lambda: [ask() for _ in range(10)]),
    }
