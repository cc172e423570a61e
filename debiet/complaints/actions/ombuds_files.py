"""What every action on a file of the ombuds function begins and ends with."""

from django.utils.translation import gettext_lazy as _

from debiet.complaints.actions.walking import locked
from debiet.complaints.models import OmbudsFile
from debiet.complaints.office import is_handler
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.references import reference
from debiet.staff.visibility import visible


class NotHandler(Refused):
    """Whoever handles a file does what is done in it."""

    code = "ombuds.not-handler"
    message = _("Only whoever handles this file can do that. Take it first.")


class FileClosed(Refused):
    """Nothing is done in a file that is closed."""

    code = "ombuds.file-closed"
    message = _("This file is closed.")


def locked_file(
    file_id: int, *, by: Actor, seen_version: int | None = None, closed_too: bool = False
) -> OmbudsFile:
    """Return a file with its row locked, after its complaint's.

    :raises NotFound: where the actor may not see it, or it does not exist
    :raises ChangedMeanwhile: if somebody saved it since the actor looked
    :raises FileClosed: if it is closed
    """
    rows = visible(OmbudsFile.objects.filter(pk=file_id), by)
    complaint_id = rows.values_list("complaint_id", flat=True).first()
    if complaint_id is None:
        raise NotFound
    complaint = locked(complaint_id, by=by)
    file = rows.select_for_update(of=("self",)).select_related("case").get()
    file.complaint = complaint
    if seen_version is not None and file.version != seen_version:
        raise ChangedMeanwhile
    if file.closed_at is not None and not closed_too:
        raise FileClosed
    return file


def handled_file(
    file_id: int, *, by: Actor, seen_version: int | None = None, closed_too: bool = False
) -> OmbudsFile:
    """Return a file as `locked_file` does, for whoever handles it.

    Where somebody outside handles it, the office writes down what it does.

    :raises NotHandler: if the actor does not
    """
    file = locked_file(file_id, by=by, seen_version=seen_version, closed_too=closed_too)
    if not is_handler(file, by):
        raise NotHandler
    return file


def save(file: OmbudsFile, **facts: object) -> None:
    """Write a changed file down with its audit entry, which stands in the office's part."""
    file.version += 1
    file.save()
    record(file, **facts)


def record(file: OmbudsFile, **facts: object) -> None:
    """Write down that something was done in a file: codes and ids, never words."""
    audit.record(reference("ombuds-file", file.pk), compartment=file.compartment, facts=dict(facts))


def finish(file: OmbudsFile, what: str) -> None:
    """Let what was put away half-written go: its words were sent or written down."""
    file.drafts.filter(what=what).delete()
