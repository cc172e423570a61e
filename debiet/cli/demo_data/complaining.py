"""How many complaints the demo has, of which ways, whose and since when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from debiet.cli.demo_data.complaint_words import MATTERS
from debiet.cli.demo_data.complaints import FIRST_LINE_WAYS, HOUR, Grievance, Way, begun
from debiet.cli.demo_data.lives import House, Life
from debiet.cli.demo_data.moments import some_office_time
from debiet.cli.demo_data.ombuds import OFFICE_WAYS
from debiet.cli.demo_data.people import MUNICIPALITIES, SEED, Person, chosen_method
from debiet.complaints import actions as complaints
from debiet.core.actor import Actor

MOST, MANY_CUSTOMERS, FEW_CUSTOMERS = 40, 300, 30
"""How many there are; below how many customers there is one of each way; and below how many only
every third way is gone, another third on the next day: such a demo is made to try something."""


def count_connections(*, by: Actor, at: datetime, now: datetime) -> None:
    """Write down how many connections there are, of this year and the one before."""
    found = {
        name: 6_000 + 2_750 * (place * 5 % len(MUNICIPALITIES))
        for place, (_code, name) in enumerate(MUNICIPALITIES)
    }
    for year in (now.year - 1, now.year):
        complaints.set_connections(year=year, connections=found, by=by, at=at)


def grievances(everybody: Sequence[Person], house: House, *, now: datetime) -> list[Life]:
    """Return the lives of complaints: of each way one, then again from the first."""
    ways = [*FIRST_LINE_WAYS, *OFFICE_WAYS]
    if len(everybody) < FEW_CUSTOMERS:
        ways = ways[now.toordinal() % 3 :: 3]
    count = len(ways) if len(everybody) < MANY_CUSTOMERS else MOST
    # Who is written to by mail: what a letter decides holds once it has left.
    written = [
        person
        for serial, person in enumerate(everybody, start=1)
        if person.email and not chosen_method(serial)
    ]
    if not written or "ombuds" not in house.workers:
        return []
    found = []
    for serial, (days, way) in enumerate(islice(cycle(ways), count)):
        chance = Random(f"{SEED} complaint {serial}")  # noqa: S311 (invented data)
        one = Grievance(
            house=house,
            person=chance.choice(written),
            matter=MATTERS[serial % len(MATTERS)],
            opened_at=_opened_at(house, days + serial // len(ways), chance, now=now),
            serial=serial,
        )
        found.append(_life(one, way))
    return found


def _opened_at(house: House, days: float, chance: Random, *, now: datetime) -> datetime:
    latest = now - timedelta(days=days)
    if days < 1:
        return latest
    return min(
        some_office_time(
            house.hours, latest - timedelta(days=2), latest - timedelta(days=1), chance
        ),
        latest,
    )


def _life(one: Grievance, way: Way) -> Life:
    yield from begun(one)
    yield from way(one, one.opened_at + HOUR)
