"""What the measurements share: figures with their targets, percentiles, statements, profiles."""

import cProfile
import io
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = str(Path(__file__).resolve().parent.parent)


def figure(name: str, value: float, unit: str, *, target: str, met: bool) -> dict[str, Any]:
    """Return one figure of the report, with what was aimed at."""
    return {"name": name, "value": value, "unit": unit, "target": target, "met": met}


def say(words: str) -> None:
    """Tell whoever waits how far it is; the report itself goes to standard output."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile of durations."""
    twentieths = statistics.quantiles(seconds, n=20, method="inclusive")
    return {
        "p50_ms": round(statistics.median(seconds) * 1000, 2),
        "p95_ms": round(twentieths[-1] * 1000, 2),
    }


class Busy:
    """How long this process and its database connection waited for a core in vain.

    On a machine that has other work too, that is the part of a duration which says nothing about
    us. Linux counts it for each process; elsewhere it is zero.
    """

    def __init__(self) -> None:
        from django.db import connections

        backend = connections["default"].connection.info.backend_pid
        files = (Path(f"/proc/{pid}/schedstat") for pid in ("self", backend))
        self.files = [file for file in files if file.exists()]

    def seconds(self) -> float:
        """Return the seconds so far; only differences mean something."""
        return sum(int(file.read_text().split()[1]) for file in self.files) / 1e9


@dataclass
class Statements:
    """The statements that ran over a connection, for as long as it wraps them.

    Django's savepoints are among them, BEGIN and COMMIT are not.
    """

    seen: list[tuple[str, Any, float]] = field(default_factory=list)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seen.append((sql, params, time.perf_counter() - start))

    def slowest(self) -> tuple[str, Any, float]:
        """Return the statement that took longest."""
        return max(self.seen, key=lambda statement: statement[2])

    def listed(self) -> list[str]:
        """Return each statement shortened, with its milliseconds, in the order they ran."""
        return [
            f"{spent * 1000:.2f} ms  {' '.join(sql.split())[:110]}" for sql, _, spent in self.seen
        ]


def counted(work: Callable[[], Any]) -> Statements:
    """Return the statements that some work runs."""
    from django.db import connections

    statements = Statements()
    with connections["default"].execute_wrapper(statements):
        work()
    return statements


def explained(statement: tuple[str, Any, float]) -> list[str]:
    """Return how PostgreSQL carries out a statement that reads."""
    from django.db import connections

    sql, params, _ = statement
    with connections["default"].cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
        return [line for (line,) in cursor.fetchall()]


def profiled(work: Callable[[], Any], *, lines: int = 20) -> list[str]:
    """Return where Python spends the time of some work: by cumulative time, the most first."""
    profile = cProfile.Profile()
    profile.runcall(work)
    written = io.StringIO()
    stats = pstats.Stats(profile, stream=written)
    stats.sort_stats("cumulative").print_stats(lines)
    return [line.replace(HERE, "").strip() for line in written.getvalue().splitlines() if line]
