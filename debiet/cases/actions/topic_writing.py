"""What a topic may not become, and writing down how it is: shared by what changes topics."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.models import Case, Topic, TopicVersion
from debiet.cases.queries.topics import NEEDED, new_since, topic_nodes
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.references import reference
from debiet.rules.topics import (
    TopicTrouble,
    merge_trouble,
    place_trouble,
    retire_trouble,
    undo_trouble,
)
from debiet.staff import places

MAIN_LANGUAGE = "nl"
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class TopicRefused(Refused):
    """A topic is not changed like this; each reason has a sentence of its own."""

    code = "cases.topic-refused"


class TopicNotInUse(TopicRefused):
    """Nothing can be put under what is no longer in use."""

    code = "cases.topic-not-in-use"
    message = _("This topic is not in use any more. Choose another.")


class SameTopic(TopicRefused):
    """A topic is not merged into itself."""

    code = "cases.topic-same"
    message = _("Choose another topic to merge it into.")


class TopicNeeded(TopicRefused):
    """The house files mail under it."""

    code = "cases.topic-needed"
    message = _(
        "Mail is filed under this topic until somebody says what it is about. It must stay."
    )


class TopicHasChildren(TopicRefused):
    """What stands below it would hang in the air."""

    code = "cases.topic-has-children"
    message = _("There are topics below this one. Move, merge or retire them first.")


class TopicOtherPart(TopicRefused):
    """What is written down of one closed part may not come into another."""

    code = "cases.topic-other-part"
    message = _("Its team works behind another wall: the topic must stay in its own closed part.")


class TopicBelowItself(TopicRefused):
    """A tree has no rings."""

    code = "cases.topic-below-itself"
    message = _("A topic cannot stand below itself. Choose another place.")


class TopicInUse(TopicRefused):
    """It was not taken out of use."""

    code = "cases.topic-in-use"
    message = _("This topic is in use.")


class SomethingNewCame(TopicRefused):
    """Nobody can say any more which of the two a new question would have been about."""

    code = "cases.topic-something-new"
    message = _(
        "New questions came in since it was merged, so this cannot be undone. Make a new topic."
    )


class TopicAboveNotInUse(TopicRefused):
    """What stands above it went out of use as well."""

    code = "cases.topic-no-parent"
    message = _("Bring back the topic above it first.")


class TopicWithoutLabel(TopicRefused):
    """Customers read Dutch where nothing else is given."""

    code = "cases.topic-without-label"
    message = _("Fill in the Dutch label.")


class TopicCodeUnusable(TopicRefused):
    """A code stands in files and figures, and is never changed again."""

    code = "cases.topic-code-unusable"
    message = _("A code has small letters, figures and hyphens, such as water-hardness.")


class TopicCodeTaken(TopicRefused):
    """A code means one thing for good."""

    code = "cases.topic-code-taken"
    message = _("This code is taken, perhaps by a topic that is no longer in use.")


REFUSALS: Mapping[TopicTrouble, type[Refused]] = {
    TopicTrouble.UNKNOWN: NotFound,
    TopicTrouble.NOT_IN_USE: TopicNotInUse,
    TopicTrouble.SAME: SameTopic,
    TopicTrouble.NEEDED: TopicNeeded,
    TopicTrouble.HAS_CHILDREN: TopicHasChildren,
    TopicTrouble.OTHER_PART: TopicOtherPart,
    TopicTrouble.BELOW_ITSELF: TopicBelowItself,
    TopicTrouble.IN_USE: TopicInUse,
    TopicTrouble.SOMETHING_NEW: SomethingNewCame,
    TopicTrouble.NO_PARENT: TopicAboveNotInUse,
}


@dataclass(frozen=True, slots=True)
class TopicDraft:
    """How a topic would be.

    :param labels: by language; Dutch is needed
    :param parent_code: of the topic above, "" at the top
    :param team_id: None where the team of the topic above handles it
    """

    labels: Mapping[str, str]
    parent_code: str = ""
    team_id: int | None = None
    is_public: bool = True
    position: int = 0


def check_draft(code: str, draft: TopicDraft) -> None:
    """Refuse a topic that could not be like this.

    :raises TopicRefused: with why
    :raises NotFound: if there is no such topic above it, or no such team
    """
    if not draft.labels.get(MAIN_LANGUAGE, "").strip():
        raise TopicWithoutLabel
    nodes = topic_nodes()
    _refuse(place_trouble(code, draft.parent_code, nodes))
    part = nodes[draft.parent_code].part if draft.parent_code else ""
    if draft.team_id is not None:
        teams = {one.team_id: one for one in places.all_teams() if one.retired_at is None}
        if draft.team_id not in teams:
            raise NotFound
        part = teams[draft.team_id].compartment
    before = nodes[code].part if code in nodes else ""
    if before and part != before:
        raise TopicOtherPart


def check_code(code: str) -> None:
    """Refuse a code that cannot stand in an address, or that is or was another topic's.

    :raises TopicCodeUnusable: if it cannot be written like this
    :raises TopicCodeTaken: if there is or was a topic with it
    """
    if not _CODE.fullmatch(code) or len(code) > 60:
        raise TopicCodeUnusable
    if Topic.objects.filter(code=code).exists():
        raise TopicCodeTaken


def check_retire(code: str) -> None:
    """Refuse to take a topic out of use that must stay.

    :raises TopicRefused: with why
    """
    _refuse(retire_trouble(code, topic_nodes(), needed=NEEDED))


def check_merge(code: str, into: str) -> None:
    """Refuse to merge two topics that cannot be one.

    :raises TopicRefused: with why
    """
    _refuse(merge_trouble(code, into, topic_nodes(), needed=NEEDED))


def check_bring_back(code: str) -> None:
    """Refuse to bring a topic back that cannot be as it was.

    :raises TopicRefused: with why
    """
    _refuse(undo_trouble(code, topic_nodes(), new_since=new_since(code)))


def _refuse(trouble: TopicTrouble | None) -> None:
    if trouble is not None:
        raise REFUSALS[trouble]


def lock() -> None:
    """Let whoever changes the tree wait for whoever else does; it is small, and seldom changed."""
    list(Topic.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def seen(code: str, seen_version: int) -> Topic:
    lock()
    rows = Topic.objects.select_related("parent", "team", "merged_into")
    topic = rows.filter(code=code).first()
    if topic is None:
        raise NotFound
    if topic.version != seen_version:
        raise ChangedMeanwhile
    return topic


def write(
    topic: Topic, draft: TopicDraft, *, comes_back: bool = False, by: Actor, at: datetime
) -> None:
    """Write a topic down where it differs.

    :param comes_back: whether one that is out of use is in use again
    """
    parent = Topic.objects.filter(code=draft.parent_code).first() if draft.parent_code else None
    if draft.parent_code and parent is None:
        raise NotFound
    labels = {language: text.strip() for language, text in draft.labels.items() if text.strip()}
    wanted = (labels, parent, draft.team_id, draft.is_public, draft.position)
    if topic.pk is not None:
        is_back = comes_back and topic.retired_at is not None
        now = (topic.labels, topic.parent, topic.team_id, topic.is_public, topic.position)
        if now == wanted and not is_back:
            return
        keep_before(topic, at=at)
    if comes_back:
        topic.retired_at, topic.merged_into = None, None
    topic.labels, topic.parent = labels, parent
    topic.team_id, topic.is_public, topic.position = draft.team_id, draft.is_public, draft.position
    add_version(topic, by=by, at=at)


def keep_before(topic: Topic, *, at: datetime) -> None:
    """Write down how a topic was that is older than the versions."""
    if topic.version == 0:
        topic.version = 1
        _version(topic, written_by=None, at=at).save()


def add_version(topic: Topic, *, by: Actor, at: datetime) -> None:
    topic.version += 1
    topic.save()
    topic = Topic.objects.select_related("parent", "team", "merged_into").get(pk=topic.pk)
    _version(topic, written_by=by.user_id, at=at).save()
    audit.record(reference("topic", topic.code), facts={"version": topic.version})


def _version(topic: Topic, *, written_by: int | None, at: datetime) -> TopicVersion:
    latest = Case.objects.order_by("-pk").values_list("pk", flat=True)
    return TopicVersion(
        topic=topic,
        number=topic.version,
        labels=topic.labels,
        parent_code=topic.parent.code if topic.parent else "",
        team_code=topic.team.code if topic.team else "",
        is_public=topic.is_public,
        is_retired=topic.retired_at is not None,
        merged_into_code=topic.merged_into.code if topic.merged_into else "",
        latest_case_id=(latest.first() or 0) if topic.retired_at else None,
        written_by=written_by,
        written_at=at,
    )


def give_topics(*, team_id: int, to_team_id: int, by: Actor, at: datetime) -> None:
    """Let another team handle what a team handles, inside the action that ends the team."""
    lock()
    for topic in Topic.objects.filter(team_id=team_id).order_by("pk"):
        keep_before(topic, at=at)
        topic.team_id = to_team_id
        add_version(topic, by=by, at=at)
