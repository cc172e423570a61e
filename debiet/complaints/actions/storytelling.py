"""A file told for the ombuds function's report, without who it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as cases
from debiet.complaints.actions.ombuds_files import handled_file, record
from debiet.complaints.models import OmbudsFile, OmbudsStory
from debiet.complaints.office import employee_id
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.customers import queries as customers
from debiet.rules.access import Permission
from debiet.rules.anonymous_story import StoryTrouble, story_troubles
from debiet.staff import queries as staff


class NotConcluded(Refused):
    """A file is told once it is over."""

    code = "ombuds.not-concluded"
    message = _("A file is told once its decision, or what mediation came to, has left.")


class StoryEmpty(Refused):
    """There is nothing in it."""

    code = "ombuds.story-empty"
    message = _("Write what happened, in a few sentences.")


class StoryLong(Refused):
    """A story is short."""

    code = "ombuds.story-long"
    message = _("Make it shorter: 1,500 signs at most.")


class StoryNames(Refused):
    """It says who it is about."""

    code = "ombuds.story-names"
    message = _("This says who or where it is: “%(words)s”. Tell it without.")


_TROUBLES: Final[Mapping[StoryTrouble, type[Refused]]] = {
    StoryTrouble.EMPTY: StoryEmpty,
    StoryTrouble.LONG: StoryLong,
}


@action(permission=Permission.HANDLE_OMBUDS)
def check_story(*, file_id: int, text: str, by: Actor, at: datetime) -> None:
    """Refuse as writing would, before anybody looks at the story.

    :raises NotHandler: if somebody else handles the file
    :raises NotConcluded: if the file is not over
    :raises StoryEmpty: without words
    :raises StoryLong: if it is too long
    :raises StoryNames: if it has a number, an address or a name that the file knows
    """
    _checked(handled_file(file_id, by=by, closed_too=True), text, at=at)


@action(permission=Permission.HANDLE_OMBUDS)
def write_story(*, file_id: int, text: str, by: Actor, at: datetime) -> None:
    """Let a text be the story of a file in the report; the one before is kept.

    :raises NotHandler: if somebody else handles the file
    :raises NotConcluded: if the file is not over
    :raises StoryEmpty: without words
    :raises StoryLong: if it is too long
    :raises StoryNames: if it has a number, an address or a name that the file knows
    """
    file = handled_file(file_id, by=by, closed_too=True)
    _checked(file, text, at=at)
    _end(file, at=at)
    OmbudsStory.objects.create(
        file=file, text=text.strip(), written_by_id=employee_id(by), written_at=at
    )
    record(file, story=True)


@action(permission=Permission.HANDLE_OMBUDS)
def take_story_out(*, file_id: int, by: Actor, at: datetime) -> None:
    """Let a file have no story in the report; the same again changes nothing."""
    file = handled_file(file_id, by=by, closed_too=True)
    if _end(file, at=at):
        record(file, story=False)


def _end(file: OmbudsFile, *, at: datetime) -> int:
    return OmbudsStory.objects.filter(file=file, ended_at__isnull=True).update(ended_at=at)


def _checked(file: OmbudsFile, text: str, *, at: datetime) -> None:
    if file.concluded_at is None:
        raise NotConcluded
    people = [name for _id, name in staff.everybody()]
    found = story_troubles(text, known=_known(file), people=people)
    if found:
        one = found[0]
        raise _TROUBLES.get(one.trouble, StoryNames)(words=one.words)


def _known(file: OmbudsFile) -> list[str]:
    """Return the names and places that a file knows."""
    known = [file.complaint.municipality, file.outside_name]
    for case in filter(None, (file.case, file.about_case)):
        known += [case.contact_name, cases.told_address(case.pk)]
        if case.customer_id is not None:  # what it told, and where its letters go
            reached = customers.reached(case.customer_id)
            known += [reached.name, *(line for lines in reached.addresses.postal for line in lines)]
    return known
