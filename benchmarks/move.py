"""Moving open clocks to another version: preview, move, and the cases that follow.

Four clocks a case, as the demo's policy has them, and a ledger with its opening; one case in five
was put to waiting and goes on. One process does it all, in the chunks that the product uses; each
commit waits until it is on the disk.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from psycopg.types.json import Jsonb

from benchmarks import fill, house, measure
from benchmarks.house import House
from benchmarks.measure import figure, say

TARGET_SECONDS = 60
CLOCKS_A_CASE = 4
_ENTRY = {
    "reference": "varchar",
    "kind": "varchar",
    "occurred_at": "timestamptz",
    "recorded_at": "timestamptz",
    "is_substantive": "bool",
    "reason": "varchar",
    "facts": "jsonb",
    "source": "varchar",
    "operation_id": "uuid",
}


def run(built: House, *, clocks: int) -> dict[str, Any]:
    """Move so many clocks, and return figures and details."""
    from debiet.core.actor import Actor

    at = datetime.now(tz=UTC)
    cases = clocks // CLOCKS_A_CASE
    built.copy(house.MOVE)
    with built.connect(house.MOVE) as connection:
        fill.fill(connection, cases=cases, opened=cases, at=at)
        _write_ledgers(connection, at)
    house.use(house.MOVE)
    by = Actor.system("demo")
    version_id = _newer(by, at)
    _settle(by, at)
    seconds, found = _moved(version_id, by)
    say(f"move: {found['clocks']['moved']} clocks in {seconds['move']:.1f} s")
    total = seconds["move"] + seconds["cases"]
    waited = seconds["waited_for_a_core"]
    one = figure(
        f"moving {clocks} open clocks, their cases included",
        round(total, 1),
        "s",
        target=f"at most {TARGET_SECONDS}",
        met=total <= TARGET_SECONDS,
    )
    details: dict[str, Any] = {
        "seconds": {name: round(spent, 1) for name, spent in seconds.items()},
        "seconds_without_waiting_for_a_core": round(total - waited, 1),
        **found,
    }
    if not one["met"]:
        details["why"] = measure.profiled(lambda: _moved(_newer(by, at, amount="9"), by))
    return {"figures": [one], "details": details}


def _write_ledgers(connection: Any, at: datetime) -> None:
    """Give each case its opening, and one in five a pause that is over."""
    rows = connection.execute(
        "SELECT DISTINCT reference, started_at FROM terms_clock WHERE started_at IS NOT NULL"
    ).fetchall()

    def entries() -> Iterator[tuple[Any, ...]]:
        for number, (reference, started_at) in enumerate(rows):
            kinds = [("opened", started_at, "")]
            if number % 5 == 0:
                kinds.append(("paused", started_at + timedelta(minutes=5), "waiting_for_customer"))
                kinds.append(("resumed", started_at + timedelta(minutes=35), ""))
            for kind, moment, reason in kinds:
                yield reference, kind, moment, moment, False, reason, Jsonb({}), "", uuid4()

    fill.copy(connection, "terms_clockentry", _ENTRY, entries())
    # Held by a policy version that names all four milestones.
    connection.execute(
        "UPDATE terms_clock SET policy_version_id = (SELECT id FROM terms_policyversion"
        " WHERE jsonb_array_length(targets) >= 3 ORDER BY id LIMIT 1)"
    )
    connection.execute("VACUUM (ANALYZE) terms_clock, terms_clockentry")


def _newer(by: Any, at: datetime, *, amount: str = "") -> int:
    """Save a version of the policy that promises its hours otherwise."""
    from debiet.terms import actions
    from debiet.terms.models import Clock

    old = Clock.objects.select_related("policy_version__policy").earliest("id").policy_version
    targets = [
        {**target, "amount": amount or str(int(float(target["amount"])) + 2)}
        for target in old.targets
    ]
    return actions.save_policy_version(
        code=old.policy.code,
        title=old.policy.title,
        match=old.match,
        targets=targets,
        promise=old.promise,
        valid_from=at,
        by=by,
        at=at,
    ).pk


def _settle(by: Any, at: datetime) -> None:
    """Let every clock stand as its ledger says: the filled moments are made up."""
    from debiet.terms.actions.moving import _Chunk, _save
    from debiet.terms.models import CalendarVersion, Clock, ClockEntry
    from debiet.terms.projection import entries_of, fill_in, target_now

    newest = {
        row.calendar.code: row.pk
        for row in CalendarVersion.objects.select_related("calendar").order_by("number")
    }
    ledgers: dict[str, list[Any]] = {}
    for row in ClockEntry.objects.order_by("id"):
        ledgers.setdefault(row.reference, []).append(row)
    clocks = list(Clock.objects.select_related("policy_version"))
    for clock in clocks:
        clock.calendar_version_id = newest[target_now(clock).calendar]
        fill_in(clock, entries_of(ledgers[clock.reference]))
    _save(_Chunk(clocks=clocks), at=at)


def _moved(version_id: int, by: Any) -> tuple[dict[str, float], dict[str, Any]]:
    """Make the preview, move, and let the cases follow; return the seconds of each."""
    from debiet.cases import actions as cases
    from debiet.rules.moving import PlanState
    from debiet.terms import actions, queries
    from debiet.terms.models import ClockMove, PlannedMove

    seconds = {}
    at = datetime.now(tz=UTC)
    move_id = actions.ask_move(policy_version_id=version_id, by=by, at=at)
    start = time.perf_counter()
    while actions.plan_chunk(move_id=move_id, by=by, at=at):
        pass
    seconds["preview"] = time.perf_counter() - start
    token = ClockMove.objects.get(pk=move_id).token
    actions.confirm_move(move_id=move_id, token=token, reason="measured", by=by, at=at)
    busy = measure.Busy()
    waited, used = busy.seconds(), time.process_time()
    start = time.perf_counter()
    while actions.move_chunk(move_id=move_id, by=by, at=at):
        pass
    seconds["move"] = time.perf_counter() - start
    ids = list(PlannedMove.objects.filter(move=move_id).order_by("pk").values_list("pk", flat=True))
    start = time.perf_counter()
    for first in range(0, len(ids), 1000):
        chunk = ids[first : first + 1000]
        cases.take_over_moved(move_id=move_id, first_id=chunk[0], latest_id=chunk[-1], by=by, at=at)
    seconds["cases"] = time.perf_counter() - start
    seconds["waited_for_a_core"] = busy.seconds() - waited
    seconds["python_cpu"] = time.process_time() - used
    sums = queries.move_sums(move_id, viewer=by)
    found = {
        "clocks": {str(state): sums.clocks[state] for state in PlanState},
        "effects": {str(effect): count for effect, count in sums.effects.items()},
        "obstacles": {str(obstacle): count for obstacle, count in sums.obstacles.items()},
    }
    return seconds, found
