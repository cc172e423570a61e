"""The worklist page, with ten thousand and with a million cases and the same open ones.

Both databases have one server and are asked in turn, so that whatever else the machine does falls
on both alike. A request is the whole page of a signed-in employee, as Django answers it: session,
permissions, counts of the rail, rows, template. Only the web server's own work is left out.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks import house, measure
from benchmarks import pages as pages_of
from benchmarks.house import House
from benchmarks.measure import figure, say
from benchmarks.pages import DATABASES, Page, client_of

TARGET_MS, TARGET_STATEMENTS, TARGET_RATIO = 100, 8, 1.2
_ROW = re.compile(r"Vraag \d+ over")


def run(built: House, *, small: int, large: int, opened: int, requests: int) -> dict[str, Any]:
    """Fill both databases, ask for every page, and return figures and details."""
    at = datetime.now(tz=UTC)
    filled = pages_of.filled(built, small=small, large=large, opened=opened, at=at)
    clients = {name: client_of(name) for name in DATABASES}
    pages = list(_pages(at))
    for page in pages:
        _look(page, clients)
    say(f"worklist: {requests} requests of each of {len(pages)} pages, in turn")
    pages_of.ask(pages, clients, requests)
    figures = _figures(pages)
    details: dict[str, Any] = {
        "open": opened,
        "databases": filled,
        "requests_of_each_page": requests,
        "all_pages_without_waiting_for_a_core": {
            name: measure.milliseconds([spent for page in pages for spent in page.alone(name)])
            for name in DATABASES
        },
        "pages": [page.told() for page in pages],
    }
    if not all(one["met"] for one in figures):
        details["why"] = pages_of.why(pages, clients)
    return {"figures": figures, "details": details}


def _pages(at: datetime) -> Iterator[Page]:
    """Return the first and a deep page of every list, from the positions of each database."""
    from django.urls import reverse

    from debiet.cases.queries import Worklist
    from debiet.desk.worklists import cursor_of

    for worklist in Worklist:
        if worklist is Worklist.ASIDE:  # nothing is put aside in a filled house
            continue
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
    """Warm a page up, and see that both databases show the same cases."""
    shown = {name: _ROW.findall(html) for name, html in pages_of.look(page, clients).items()}
    assert shown[house.SMALL] == shown[house.LARGE], (page.name, page.place)
    page.rows = len(set(shown[house.SMALL]))
    assert page.rows, (page.name, page.place)


def _figures(pages: list[Page]) -> list[dict[str, Any]]:
    told = [page.told() for page in pages]
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
