"""`python -m benchmarks`: measure everything and print one JSON document.

Progress goes to standard error. `--quick` measures the same things in small, to see that it all
still works; its figures mean nothing.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks import casepage, deadlines, house, mail, move, opening, phone, search, worklist
from benchmarks.house import House
from benchmarks.measure import figure, profiled, say

PARTS = ("casepage", "deadlines", "opening", "mail", "move", "phone", "search", "worklist")
TARGET_RATIO = 500
AT_HOURS = 80
MiB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    small: int = 10_000
    large: int = 1_000_000
    opened: int = 5_000
    requests: int = 200
    questions: int = 200
    starts: int = 200
    mails: int = 100
    larges: int = 20
    large_file: int = 36 * MiB
    calls: int = 30
    clocks: int = 100_000
    searches: int = 60


FULL = Sizes()
QUICK = Sizes(
    small=300,
    large=900,
    opened=200,
    requests=2,
    questions=4,
    searches=2,
    starts=3,
    mails=10,
    larges=2,
    large_file=3 * MiB,
    calls=2,
    clocks=800,
)


_IN_A_HOUSE: dict[str, Callable[[House, Sizes], dict[str, Any]]] = {
    "opening": lambda built, sizes: opening.run(
        built, cases=sizes.small, opened=sizes.opened, questions=sizes.questions
    ),
    "mail": lambda built, sizes: mail.run(
        built,
        cases=sizes.small,
        opened=sizes.opened,
        mails=sizes.mails,
        larges=sizes.larges,
        large_file=sizes.large_file,
    ),
    "phone": lambda built, sizes: phone.run(
        built, cases=sizes.small, opened=sizes.opened, calls=sizes.calls
    ),
    "move": lambda built, sizes: move.run(built, clocks=sizes.clocks),
    "worklist": lambda built, sizes: worklist.run(
        built,
        small=sizes.small,
        large=sizes.large,
        opened=sizes.opened,
        requests=sizes.requests,
    ),
    "casepage": lambda built, sizes: casepage.run(
        built,
        small=sizes.small,
        large=sizes.large,
        opened=sizes.opened,
        requests=sizes.requests,
    ),
    "search": lambda built, sizes: search.run(
        built,
        small=sizes.small,
        large=sizes.large,
        opened=sizes.opened,
        requests=sizes.searches,
    ),
}


def main() -> None:
    """Measure, and print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: does it still work?")
    parser.add_argument("--only", choices=PARTS, action="append", help="leave the others out")
    asked = parser.parse_args()
    found = report(QUICK if asked.quick else FULL, only=asked.only or PARTS, quick=asked.quick)
    json.dump(found, sys.stdout, indent=2)
    sys.stdout.write("\n")


def report(sizes: Sizes, *, only: Sequence[str], quick: bool) -> dict[str, Any]:
    """Return every figure with its target, and how it came about."""
    start, load = time.perf_counter(), _load()
    parts = {}
    if "deadlines" in only:
        say("deadlines: ours against businesstimedelta")
        parts["deadlines"] = _deadlines(sizes.starts)
    say("starting PostgreSQL and building the house")
    with house.built() as built:
        for name, measured in _IN_A_HOUSE.items():
            if name in only:
                parts[name] = measured(built, sizes)
        server = built.version()
    return {
        "measured_at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "seconds": round(time.perf_counter() - start),
        "machine": _machine(server) | {"load_at_start": load, "load_at_end": _load()},
        "figures": [
            {"part": name} | one for name, part in parts.items() for one in part["figures"]
        ],
        "details": {name: part["details"] for name, part in parts.items()},
    }


def _machine(postgresql: str) -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "postgresql": postgresql,
        "durable_commits": True,
    }


def _load() -> float:
    """Return how many processes wanted a core in the latest minute, this one included."""
    return round(os.getloadavg()[0], 1)


def _deadlines(starts: int) -> dict[str, Any]:
    found = deadlines.run(starts=starts)
    figures = []
    for row in found["deadlines"]:
        theirs = row["businesstimedelta"]
        if row["working_hours"] == AT_HOURS:
            figures.append(
                figure(
                    f"deadlines against businesstimedelta at {AT_HOURS} working hours",
                    theirs["ratio"],
                    "times",
                    target=f"at least {TARGET_RATIO}",
                    met=theirs["ratio"] >= TARGET_RATIO,
                )
            )
    ways = ("businesstimedelta", "businesstimedelta_with_a_set")
    differing = sum(row[way]["differing"] for row in found["deadlines"] for way in ways)
    figures.append(
        figure("deadlines that differ", differing, "answers", target="none", met=differing == 0)
    )
    if not all(one["met"] for one in figures):
        found["why"] = profiled(lambda: deadlines.run(starts=min(starts, 20)))
    return {"figures": figures, "details": found}


if __name__ == "__main__":
    main()
