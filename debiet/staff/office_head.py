"""Under which name, from which address and how to be reached the ombuds office writes.

Each part holds from a moment on, so that a letter always looks as it did when it was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.rules.access import Permission
from debiet.staff.models import HouseSetting
from debiet.staff.queries import house_settings

ABOUT: Final = "setting:ombuds-head"
CODE: Final = "ombuds-head-"
"""What the code of each part begins with; its name follows."""
NAMES: Final = ("nl", "fr", "en")
LINES: Final = ("line1", "line2", "line3")
PARTS: Final = (*NAMES, *LINES, "phone", "email")
MOST_CHARS: Final = 60


class OfficeNeedsName(Refused):
    """Dutch is what is read where a name in another language is missing."""

    code = "staff.office-needs-name"
    message = _("Write the name in Dutch: it is read where another is missing.")


class PartTooLong(Refused):
    """A letterhead has room for short lines only."""

    code = "staff.office-part-too-long"
    message = _("Each line has at most 60 signs.")


@dataclass(frozen=True, slots=True)
class OfficeHead:
    """How the office writes.

    :param names: by language; none where the house chose none
    :param lines: its own postal address; none where it has the utility's
    """

    names: Mapping[str, str]
    lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""

    def name(self, language: str) -> str:
        """Return its name in a language, else in Dutch; "" where the house chose none."""
        return self.names.get(language) or self.names.get("nl", "")


@query(personal=False)
def office_parts(*, at: datetime) -> dict[str, str]:
    """Return each part as it was filled in and holds at a moment, "" where nothing was."""
    chosen = house_settings(at=at)
    return {part: chosen.get(CODE + part, "") for part in PARTS}


@query(personal=False)
def office_head(*, at: datetime) -> OfficeHead:
    """Return how the office writes at a moment."""
    return head_of(office_parts(at=at))


def head_of(parts: Mapping[str, str]) -> OfficeHead:
    """Return what was filled in as a letterhead."""
    return OfficeHead(
        names={one: parts[one] for one in NAMES if parts.get(one)},
        lines=tuple(parts[one] for one in LINES if parts.get(one)),
        phone=parts.get("phone", ""),
        email=parts.get("email", ""),
    )


@dataclass(frozen=True, slots=True)
class OfficeVersion:
    """The letterhead that held from a moment on."""

    number: int
    parts: Mapping[str, str]
    valid_from: datetime


@query(personal=False)
def office_versions() -> list[OfficeVersion]:
    """Return all letterheads that there were, the latest first."""
    rows = HouseSetting.objects.filter(code__startswith=CODE).order_by("valid_from", "id")
    found: dict[datetime, dict[str, str]] = {}
    now: dict[str, str] = dict.fromkeys(PARTS, "")
    for code, value, valid_from in rows.values_list("code", "value", "valid_from"):
        now = now | {code.removeprefix(CODE): value}
        found[valid_from] = now
    numbered = enumerate(found.items(), start=1)
    return [OfficeVersion(number, parts, at) for number, (at, parts) in numbered][::-1]


@action(permission=Permission.EDIT_STAFF)
def save_office_head(*, parts: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Let the office write like this from now on; empty in all parts, it writes as before.

    :raises OfficeNeedsName: if something is filled in, but no name in Dutch
    :raises PartTooLong: if a part has no room
    """
    wanted = {part: " ".join(parts.get(part, "").split()) for part in PARTS}
    if any(wanted.values()) and not wanted["nl"]:
        raise OfficeNeedsName
    if any(len(value) > MOST_CHARS for value in wanted.values()):
        raise PartTooLong
    before = office_parts(at=at)
    changed = {part: value for part, value in wanted.items() if before[part] != value}
    HouseSetting.objects.bulk_create(
        HouseSetting(code=CODE + part, value=value, valid_from=at)
        for part, value in changed.items()
    )
    if changed:
        audit.record(ABOUT, facts=changed)
