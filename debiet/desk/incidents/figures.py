"""Contacts per hour around an incident: its own and all others, as a picture and a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse

from debiet.cases import queries as cases
from debiet.cases.queries import HourCount
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.incidents.pages import HANDLE, page_of
from debiet.incidents import queries
from debiet.rules.cases import Carrier

HOUR = timedelta(hours=1)
BEFORE, AFTER, LONGEST = 6 * HOUR, 6 * HOUR, 72 * HOUR
WIDTH, HEIGHT, FOOT = 720, 180, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """An hour of the picture: two pieces on top of each other, in its own measure."""

    hour: datetime
    x: float
    width: float
    marked: int
    others: int
    marked_height: float
    others_height: float
    is_labelled: bool

    @property
    def others_y(self) -> float:
        """Return where the piece of all others begins."""
        return HEIGHT - self.others_height

    @property
    def marked_y(self) -> float:
        """Return where the incident's own piece begins, on top of the others."""
        return self.others_y - self.marked_height


def hours_of(since: datetime, until: datetime) -> list[datetime]:
    """Return the beginnings of the hours of a time, the first one whole."""
    first = since.replace(minute=0, second=0, microsecond=0)
    count = max(1, -(-(until - first) // HOUR))
    return [first + number * HOUR for number in range(count)]


def bars(hours: Sequence[datetime], counts: Sequence[HourCount]) -> list[Bar]:
    """Return the bars of a picture, scaled to the busiest hour."""
    marked: Counter[datetime] = Counter()
    others: Counter[datetime] = Counter()
    for one in counts:
        (marked if one.is_marked else others)[one.hour] += one.count
    top = max((marked[hour] + others[hour] for hour in hours), default=0) or 1
    width = WIDTH / len(hours)
    step = -(-len(hours) // 12)
    return [
        Bar(
            hour=hour,
            x=round(number * width, 2),
            width=round(width * 0.8, 2),
            marked=marked[hour],
            others=others[hour],
            marked_height=round(marked[hour] / top * HEIGHT, 2),
            others_height=round(others[hour] / top * HEIGHT, 2),
            is_labelled=number % step == 0,
        )
        for number, hour in enumerate(hours)
    ]


@employees(HANDLE)
def figures(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Show the contacts per hour, with and without the incident."""
    page = page_of(request, incident_id)
    since = page.began_at - BEFORE
    end = page.resolved_at + AFTER if page.resolved_at else request.at
    latest = min(end, request.at, since + LONGEST).replace(minute=0, second=0, microsecond=0)
    until = max(since, latest) + HOUR  # the hour that is under way counts as well
    counts = cases.contacts_per_hour(
        since=since,
        until=until,
        marked=queries.linked_ids(incident_id),
        viewer=access.actor(request),
    )
    drawn = bars(hours_of(since, until), counts)
    facts = {
        "incident": page,
        "bars": drawn,
        "carriers": _by_carrier(counts),
        "marked": sum(bar.marked for bar in drawn),
        "others": sum(bar.others for bar in drawn),
        "busiest": max(bar.marked + bar.others for bar in drawn),
        "since": since,
        "until": until,
    }
    return frame.show(request, "desk/incidents/figures.html", facts, current="incidents")


def _by_carrier(counts: Sequence[HourCount]) -> list[tuple[Carrier, int, int]]:
    """Return how many contacts came by each carrier, the incident's own and all others."""
    sums: Counter[tuple[Carrier, bool]] = Counter()
    for one in counts:
        sums[one.carrier, one.is_marked] += one.count
    used = [carrier for carrier in Carrier if sums[carrier, True] or sums[carrier, False]]
    return [(carrier, sums[carrier, True], sums[carrier, False]) for carrier in used]
