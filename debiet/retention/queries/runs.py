"""The runs: counted, at work, done."""

from dataclasses import dataclass
from datetime import date, datetime

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.retention.models import RetentionRun
from debiet.rules.retention import KINDS, RecordKind, goes_if_before
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many of a kind go or went.

    :param before: what started before this day goes
    """

    kind: RecordKind
    counted: int
    done: int
    months: int
    before: date


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its counts."""

    run_id: int
    state: str
    as_of: date
    made_at: datetime
    made_by: str
    started_at: datetime | None
    started_by: str
    ended_at: datetime | None
    kinds: tuple[KindCount, ...]

    @property
    def counted(self) -> int:
        """Return how many would go in all."""
        return sum(row.counted for row in self.kinds)

    @property
    def done(self) -> int:
        """Return how many went."""
        return sum(row.done for row in self.kinds)


@query(personal=False)
def latest_runs(*, viewer: Actor, limit: int) -> list[Run]:
    """Return the latest runs, the newest first."""
    rows = list(visible(RetentionRun.objects.all(), viewer).order_by("-id")[:limit])
    users = {user for row in rows for user in (row.made_by_id, row.started_by_id) if user}
    names = staff.names_by_user(users)
    return [_run(row, names) for row in rows]


@query(personal=False)
def run(run_id: int, *, viewer: Actor) -> Run | None:
    """Return a run, or None."""
    row = visible(RetentionRun.objects.filter(pk=run_id), viewer).first()
    if row is None:
        return None
    users = [user for user in (row.made_by_id, row.started_by_id) if user]
    return _run(row, staff.names_by_user(users))


def _run(row: RetentionRun, names: dict[int, str]) -> Run:
    return Run(
        run_id=row.pk,
        state=row.state,
        as_of=row.as_of,
        made_at=row.made_at,
        made_by=names.get(row.made_by_id or 0, ""),
        started_at=row.started_at,
        started_by=names.get(row.started_by_id or 0, ""),
        ended_at=row.ended_at,
        kinds=tuple(
            KindCount(
                kind=kind,
                counted=row.counts.get(kind, 0),
                done=row.done.get(kind, 0),
                months=row.months[kind],
                before=goes_if_before(row.as_of, row.months[kind]),
            )
            for kind in KINDS
            if kind in row.months
        ),
    )
