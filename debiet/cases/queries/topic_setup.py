"""The topics as they are set up: the whole tree, one of them, and how each was before."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from debiet.cases.models import Case, Topic, TopicVersion
from debiet.cases.queries.topics import label_of
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.cases import CaseState
from debiet.staff.visibility import countable


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in the tree, with how many cases about it are open.

    :param team: "" where the team of the topic above handles it
    """

    code: str
    label: str
    depth: int
    team: str
    is_public: bool
    open_cases: int
    retired_at: datetime | None
    merged_into: str


@query(personal=True)
def topic_lines(*, is_retired: bool = False, viewer: Actor) -> list[TopicLine]:
    """Return the topics in the order of the tree, or those out of use, in two statements.

    Of the open cases those count whose number the viewer may know.
    """
    rows = Topic.objects.select_related("team", "merged_into").order_by("position", "id")
    shown = {row.pk: row for row in rows.filter(retired_at__isnull=not is_retired)}
    open_cases = countable(Case.objects.exclude(state=CaseState.RESOLVED), viewer).order_by()
    counts = dict(open_cases.values_list("topic_id").annotate(count=Count("pk")))
    children: dict[int | None, list[Topic]] = {}
    for row in shown.values():
        above = row.parent_id if row.parent_id in shown else None
        children.setdefault(above, []).append(row)

    def walk(above: int | None, depth: int) -> list[TopicLine]:
        found: list[TopicLine] = []
        for row in children.get(above, []):
            found.append(_line(row, depth, counts.get(row.pk, 0)))
            found += walk(row.pk, depth + 1)
        return found

    return walk(None, 0)


def _line(row: Topic, depth: int, open_cases: int) -> TopicLine:
    return TopicLine(
        code=row.code,
        label=label_of(row.labels),
        depth=depth,
        team=row.team.name if row.team else "",
        is_public=row.is_public,
        open_cases=open_cases,
        retired_at=row.retired_at,
        merged_into=label_of(row.merged_into.labels) if row.merged_into else "",
    )


@dataclass(frozen=True, slots=True)
class TopicWording:
    """How a topic was from a moment on.

    :param written_by: a sign-in; None where a profile was loaded
    """

    number: int
    labels: dict[str, str]
    parent_code: str
    team_code: str
    is_public: bool
    is_retired: bool
    merged_into_code: str
    written_by: int | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic with all its versions, newest first."""

    code: str
    labels: dict[str, str]
    label: str
    parent_code: str
    team_id: int | None
    team: str
    is_public: bool
    position: int
    version: int
    retired_at: datetime | None
    merged_into_code: str
    open_cases: int
    all_cases: int
    versions: tuple[TopicWording, ...]


@query(personal=False)
def topic_page(code: str) -> TopicPage | None:
    """Return a topic as it is set up, or None."""
    rows = Topic.objects.select_related("team", "parent", "merged_into")
    row = rows.filter(code=code).first()
    if row is None:
        return None
    cases = Case.objects.filter(topic=row)
    return TopicPage(
        code=row.code,
        labels=row.labels,
        label=label_of(row.labels),
        parent_code=row.parent.code if row.parent else "",
        team_id=row.team_id,
        team=row.team.name if row.team else "",
        is_public=row.is_public,
        position=row.position,
        version=row.version,
        retired_at=row.retired_at,
        merged_into_code=row.merged_into.code if row.merged_into else "",
        open_cases=cases.exclude(state=CaseState.RESOLVED).count(),
        all_cases=cases.count(),
        versions=tuple(_wording(one) for one in row.versions.order_by("-number")),
    )


def _wording(row: TopicVersion) -> TopicWording:
    return TopicWording(
        number=row.number,
        labels=row.labels,
        parent_code=row.parent_code,
        team_code=row.team_code,
        is_public=row.is_public,
        is_retired=row.is_retired,
        merged_into_code=row.merged_into_code,
        written_by=row.written_by,
        written_at=row.written_at,
    )
