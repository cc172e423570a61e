"""Reading the topic tree."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from debiet.cases.models import AssignmentRule, Case, Topic
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.correspondence import queries as messages
from debiet.rules.access import Compartment
from debiet.rules.topics import TopicNode, branch, gathered, in_use
from debiet.staff import queries as staff

MAIL_TOPIC = "mail"
"""The topic of what arrives by e-mail, until somebody says what it is about."""
NEEDED = frozenset({MAIL_TOPIC})
"""What the house cannot do without."""


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic as a form offers it."""

    code: str
    label: str
    depth: int


def label_of(labels: dict[str, str], language: str | None = None) -> str:
    """Return a topic's label in a language, else in Dutch."""
    wanted = (language or get_language() or "nl")[:2]
    return labels.get(wanted) or labels.get("nl", "")


@query(personal=False)
def topic_nodes() -> dict[str, TopicNode]:
    """Return the whole tree as the rules read it, those out of use as well, in one statement."""
    rows = {row.pk: row for row in Topic.objects.select_related("team").order_by("pk")}

    def part(row: Topic) -> str:
        if row.team is not None:
            return row.team.compartment
        return part(rows[row.parent_id]) if row.parent_id else ""

    return {
        row.code: TopicNode(
            code=row.code,
            parent=rows[row.parent_id].code if row.parent_id else "",
            into=rows[row.merged_into_id].code if row.merged_into_id else "",
            is_retired=row.retired_at is not None,
            part=part(row),
        )
        for row in rows.values()
    }


@query(personal=False)
def topic_in_use(code: str) -> str:
    """Return the topic that a code stands for now, the one it was merged into; "" if none."""
    return in_use(code, topic_nodes())


@query(personal=False)
def new_since(code: str) -> int:
    """Return how many questions came in, since a topic was merged, under the one it leads to."""
    topic = Topic.objects.filter(code=code, merged_into__isnull=False).first()
    if topic is None:
        return 0
    nodes = topic_nodes()
    latest = topic.versions.filter(is_retired=True).order_by("-number").first()
    codes = gathered(in_use(code, nodes), nodes)
    rows = Case.objects.filter(pk__gt=(latest.latest_case_id or 0) if latest else 0)
    return rows.filter(topic__code__in=codes).count()


@query(personal=False)
def topic_branch(code: str, *, is_for_new: bool = False) -> list[Topic]:
    """Return the topics from the root of the tree to a topic; empty if there is no such topic.

    One that was merged stands below the one that it was merged into. Each carries the way in which
    its team's new cases find somebody (`assignment_way`).

    :param is_for_new: for the topic that is in use in its place, under which new ones are filed
    """
    rules = AssignmentRule.objects.filter(team=OuterRef("team_id")).order_by("-version")
    every = Topic.objects.select_related("team").annotate(
        assignment_way=Subquery(rules.values("way")[:1])
    )
    rows = {row.pk: row for row in every}
    found = next((row for row in rows.values() if row.code == code), None)
    if is_for_new:
        while found is not None and found.merged_into_id:
            found = rows[found.merged_into_id]
        found = found if found is not None and found.retired_at is None else None
    branch: list[Topic] = []
    while found is not None:
        branch.insert(0, found)
        found = rows.get(found.merged_into_id or found.parent_id or 0)
    return branch


@query(personal=False)
def topic_path(code: str) -> tuple[str, ...]:
    """Return the codes from the root of the tree to a topic; empty if there is no such topic."""
    return tuple(topic.code for topic in topic_branch(code))


@query(personal=False)
def topic_tree() -> dict[str, tuple[str, ...]]:
    """Return for every topic the codes from the root of the tree to it, in one statement."""
    nodes = topic_nodes()
    return {code: branch(code, nodes) for code in nodes}


@query(personal=False)
def topic_team_id(code: str) -> int | None:
    """Return the team that handles a topic: its own, or that of the nearest one above."""
    branch = topic_branch(code)
    return next((topic.team_id for topic in reversed(branch) if topic.team_id), None)


@query(personal=False)
def topic_team_name(code: str) -> str:
    """Return the name of the team that handles a topic, "" where nobody does."""
    found = (topic.team.name for topic in reversed(topic_branch(code)) if topic.team)
    return next(found, "")


@query(personal=False)
def topic_compartment(code: str) -> str:
    """Return the closed part of what is about a topic, "" where nobody handles it."""
    team_id = topic_team_id(code)
    return staff.team_compartment(team_id) if team_id else ""


@query(personal=False)
def mail_topic(source: str, compartment: str) -> str:
    """Return the topic of what arrives in a mailbox, one of its closed part; "" if none is.

    :param source: the raw message's, which names the mailbox
    """
    named = messages.mailbox_topic(source)
    wanted = topic_in_use(named) or MAIL_TOPIC if named else MAIL_TOPIC
    if compartment == Compartment.ORDINARY or compartment == topic_compartment(wanted):
        return wanted
    inside = Topic.objects.filter(team__compartment=compartment, retired_at__isnull=True)
    inside = inside.order_by("position", "id")
    return inside.values_list("code", flat=True).first() or ""


@joint_query(personal=False)
def topic_choices(
    *, public: bool, language: str | None = None, also: Iterable[str] = ()
) -> Reading[list[TopicChoice]]:
    """Return the topics in the order of the tree, the public ones or all.

    :param also: codes that are offered although they are out of use: what has one may keep it
    """
    return reading(
        Topic.objects.order_by("position", "id"),
        made=lambda rows: _in_tree(rows, public=public, language=language, also=set(also)),
    )


def _in_tree(
    rows: list[Topic], *, public: bool, language: str | None, also: set[str]
) -> list[TopicChoice]:
    children: dict[int | None, list[Topic]] = {}
    for row in rows:
        if row.retired_at is not None:
            if row.code in also:
                children.setdefault(None, []).append(row)
            continue
        if row.is_public or not public:
            children.setdefault(row.parent_id, []).append(row)

    def walk(parent_id: int | None, depth: int) -> list[TopicChoice]:
        found: list[TopicChoice] = []
        for row in children.get(parent_id, []):
            found.append(TopicChoice(row.code, label_of(row.labels, language), depth))
            found += walk(row.pk, depth + 1)
        return found

    return walk(None, 0)


@query(personal=False)
def topic_label(code: str, *, language: str | None = None) -> str:
    """Return a topic's label, or its code if the topic is gone."""
    labels = Topic.objects.filter(code=code).values_list("labels", flat=True).first()
    return label_of(labels, language) if labels else code


@query(personal=False)
def topic_labels(*, language: str | None = None) -> dict[str, str]:
    """Return the label of every topic by its code, those out of use as well."""
    rows = Topic.objects.values_list("code", "labels")
    return {code: label_of(labels, language) for code, labels in rows}


@query(personal=False)
def favorite_topics(team_ids: Iterable[int], *, count: int = 6) -> list[str]:
    """Return the codes of what a team's latest cases are mostly about, the most frequent first."""
    latest = Case.objects.filter(team_id__in=list(team_ids)).order_by("-id")
    seen = Counter(latest.values_list("topic__code", flat=True)[:300])
    return [code for code, _times in seen.most_common(count)]
