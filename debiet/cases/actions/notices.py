"""What stands on the website and in acknowledgements while something is the matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from debiet.cases.models import PublicNotice
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.incidents import Area


@dataclass(frozen=True, slots=True)
class NoticePlace:
    """Whom a notice is for, and how long."""

    topic_codes: tuple[str, ...]
    areas: tuple[Area, ...]
    valid_from: datetime
    valid_until: datetime | None


@action(permission=Permission.APPROVE_INCIDENT_MESSAGE)
def show_notice(
    *, about: str, texts: Mapping[str, str], place: NoticePlace, by: Actor, at: datetime
) -> None:
    """Put a reviewed notice on the website; it takes the place of the one about the same thing."""
    notice, _created = PublicNotice.objects.update_or_create(
        reference=about, defaults={"texts": dict(texts), **_placed(place)}
    )
    audit.record(about, facts={"notice": notice.pk})


@action(permission=Permission.HANDLE_INCIDENT)
def place_notice(*, about: str, place: NoticePlace, by: Actor, at: datetime) -> None:
    """Say for whom and how long a notice stands; its reviewed words stay as they are."""
    PublicNotice.objects.filter(reference=about).update(**_placed(place))
    audit.record(about, facts={"notice_until": str(place.valid_until or "")})


def _placed(place: NoticePlace) -> dict[str, Sequence[object] | datetime | None]:
    return {
        "topic_codes": list(place.topic_codes),
        "areas": [[area.postal_code, area.street] for area in place.areas],
        "valid_from": place.valid_from,
        "valid_until": place.valid_until,
    }
