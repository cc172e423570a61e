"""The case page and the team board, with ten thousand and with a million cases.

A case is asked for as an employee opens it, with its list beside it: one that has something in
every part of its page, and open and closed ones as they are. How they are asked: `pages.py`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks import house, measure
from benchmarks import pages as pages_of
from benchmarks.house import House
from benchmarks.measure import figure, say
from benchmarks.pages import DATABASES, Page
from benchmarks.rich import rich_case

TARGET_MS, TARGET_STATEMENTS, TARGET_RATIO = 150, 12, 1.2
RICH, BOARD = "rich", "board"
OF_EACH = 3
"""Open and closed cases that are asked for."""


def run(built: House, *, small: int, large: int, opened: int, requests: int) -> dict[str, Any]:
    """Fill both databases, open the pages, and return figures and details."""
    at = datetime.now(tz=UTC)
    filled = pages_of.filled(built, small=small, large=large, opened=opened, at=at)
    clients = {name: pages_of.client_of(name) for name in DATABASES}
    pages = [*_cases(at), *_boards()]
    for page in [pages[0], *pages]:  # the first time, a process reads calendars and policies too
        page.statements = 0
        pages_of.look(page, clients)
    say(f"casepage: {requests} requests of each of {len(pages)} pages, in turn")
    pages_of.ask(pages, clients, requests)
    figures = [
        *_figures("case page", [page for page in pages if page.name != BOARD]),
        *_figures("team board", [page for page in pages if page.name == BOARD]),
    ]
    details: dict[str, Any] = {
        "databases": filled,
        "requests_of_each_page": requests,
        "pages": [page.told() for page in pages],
    }
    if not all(one["met"] for one in figures):
        details["why"] = pages_of.why(pages, clients)
    return {"figures": figures, "details": details}


def _cases(at: datetime) -> Iterator[Page]:
    """Return the cases to open."""
    from django.urls import reverse

    def page(kind: str, place: str, numbers: dict[str, str]) -> Page:
        tail = "?list=open"
        return Page(
            kind,
            place,
            {name: reverse("desk:case", args=[number]) + tail for name, number in numbers.items()},
        )

    for kind in ("open", "resolved"):
        plain = {name: _plain(name, kind) for name in DATABASES}
        for place in range(OF_EACH):
            yield page(kind, str(place), {name: plain[name][place] for name in DATABASES})
    yield page(RICH, "whole", {name: _rich(name, at) for name in DATABASES})


def _plain(name: str, state: str) -> list[str]:
    """Return the numbers of some cases of a state, from all over a database."""
    from debiet.cases.models import Case

    house.use(name)
    found = Case.objects.filter(state=state, compartment="ordinary").order_by("id")
    step = max(1, found.count() // OF_EACH)
    return list(found.values_list("number", flat=True)[::step])[:OF_EACH]


def _rich(name: str, at: datetime) -> str:
    from django.contrib.auth import get_user_model

    from debiet.staff import queries as staff

    house.use(name)
    found = staff.signed_in(get_user_model().objects.get(email=house.AGENT).pk)
    assert found is not None
    own, other = (staff.team_id(code) for code in (house.TEAMS[0], house.TEAMS[2]))
    assert own and other
    return rich_case(agent=found.actor, team_id=own, other_team_id=other, at=at)


def _boards() -> Iterator[Page]:
    from django.urls import reverse

    from debiet.staff import queries as staff

    board = reverse("desk:board")
    yield Page(BOARD, "whole", dict.fromkeys(DATABASES, board))
    one = f"{board}?team={staff.team_id(house.TEAMS[0])}"
    yield Page(BOARD, "one team", dict.fromkeys(DATABASES, one))


def _figures(name: str, pages: list[Page]) -> list[dict[str, Any]]:
    told = [page.told() for page in pages]
    slowest = max(page[size]["p95_ms"] for page in told for size in ("small", "large"))
    most = max(page.statements for page in pages)
    small, large = (
        measure.milliseconds([spent for page in pages for spent in page.seconds[database]])
        for database in DATABASES
    )
    growth = round(large["p50_ms"] / small["p50_ms"], 2)
    return [
        figure(
            f"{name}, p95 of the slowest",
            slowest,
            "ms",
            target=f"at most {TARGET_MS}",
            met=slowest <= TARGET_MS,
        ),
        figure(
            f"{name}, SQL statements at most",
            most,
            "statements",
            target=f"at most {TARGET_STATEMENTS}",
            met=most <= TARGET_STATEMENTS,
        ),
        figure(
            f"{name}, many cases to few: median",
            growth,
            "times",
            target=f"at most {TARGET_RATIO}",
            met=growth <= TARGET_RATIO,
        ),
    ]
