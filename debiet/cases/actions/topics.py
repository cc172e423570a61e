"""Changing what cases can be about."""

from datetime import datetime

from debiet.cases.models import Topic
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.operations import action
from debiet.core.references import reference
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
    """Make a topic, or change its labels, team and place.

    :raises NotFound: if the parent does not exist
    """
    parent = Topic.objects.filter(code=parent_code).first() if parent_code else None
    if parent_code and parent is None:
        raise NotFound
    Topic.objects.update_or_create(
        code=code,
        defaults={
            "labels": labels,
            "parent": parent,
            "team_id": team_id,
            "is_public": is_public,
            "position": position,
        },
    )
    audit.record(reference("topic", code))
