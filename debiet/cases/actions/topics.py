"""Changing what cases can be about: each wording is a version, and what has a topic keeps it."""

from datetime import datetime

from debiet.cases.actions.topic_writing import (
    TopicDraft,
    add_version,
    check_bring_back,
    check_code,
    check_draft,
    check_merge,
    check_retire,
    keep_before,
    lock,
    seen,
    write,
)
from debiet.cases.models import Topic
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission


@action(permission=Permission.EDIT_TOPICS)
def save_topic(
    *,
    code: str,
    labels: dict[str, str],
    parent_code: str | None = None,
    team_id: int | None = None,
    is_public: bool = True,
    position: int = 0,
    by: Actor,
    at: datetime,
) -> None:
    """Make a topic, or change it as a profile says; the same again is no new version.

    One that is out of use is in use again, even where something new came since: the files say so.

    :raises NotFound: if the parent does not exist
    """
    lock()
    draft = TopicDraft(labels, parent_code or "", team_id, is_public, position)
    topic = Topic.objects.filter(code=code).first() or Topic(code=code)
    write(topic, draft, comes_back=True, by=by, at=at)


@action(permission=Permission.EDIT_TOPICS)
def add_topic(*, code: str, draft: TopicDraft, by: Actor, at: datetime) -> None:
    """Make a topic.

    :raises TopicCodeUnusable: if the code cannot stand in an address
    :raises TopicCodeTaken: if there is or was a topic with it
    :raises TopicRefused: if it cannot stand there, or has no Dutch label
    """
    lock()
    check_code(code)
    check_draft(code, draft)
    write(Topic(code=code), draft, by=by, at=at)


@action(permission=Permission.EDIT_TOPICS)
def change_topic(
    *, code: str, draft: TopicDraft, seen_version: int, by: Actor, at: datetime
) -> None:
    """Change a topic from now on; cases that have it show its new label and stay where they are.

    :raises NotFound: if there is no such topic
    :raises ChangedMeanwhile: if somebody saved it since
    :raises TopicRefused: if it cannot stand there, changes its closed part or has no Dutch label
    """
    topic = seen(code, seen_version)
    check_draft(code, draft)
    write(topic, draft, by=by, at=at)


@action(permission=Permission.EDIT_TOPICS)
def retire_topic(*, code: str, seen_version: int, by: Actor, at: datetime) -> None:
    """Take a topic out of use: nothing new is filed under it, and what has it keeps it.

    :raises NotFound: if there is no such topic
    :raises ChangedMeanwhile: if somebody saved it since
    :raises TopicRefused: if the house cannot do without it, or topics stand below it
    """
    topic = seen(code, seen_version)
    check_retire(code)
    keep_before(topic, at=at)
    topic.retired_at = at
    add_version(topic, by=by, at=at)


@action(permission=Permission.EDIT_TOPICS)
def merge_topic(*, code: str, into: str, seen_version: int, by: Actor, at: datetime) -> None:
    """Merge a topic into another: what still comes in under its code is filed there.

    A pointer, no move: cases, mailboxes and articles that have the code keep it.

    :raises NotFound: if there is no such topic
    :raises ChangedMeanwhile: if somebody saved it since
    :raises TopicRefused: if the two cannot be one
    """
    topic = seen(code, seen_version)
    check_merge(code, into)
    keep_before(topic, at=at)
    topic.retired_at, topic.merged_into = at, Topic.objects.get(code=into)
    add_version(topic, by=by, at=at)


@action(permission=Permission.EDIT_TOPICS)
def bring_back_topic(*, code: str, seen_version: int, by: Actor, at: datetime) -> None:
    """Undo a merge or a retirement: the topic is as it was before.

    :raises NotFound: if there is no such topic
    :raises ChangedMeanwhile: if somebody saved it since
    :raises TopicRefused: if it is in use, or new questions came since it was merged
    """
    topic = seen(code, seen_version)
    check_bring_back(code)
    topic.retired_at, topic.merged_into = None, None
    add_version(topic, by=by, at=at)
