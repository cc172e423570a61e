"""Reading the files of a case's contacts, for whoever sees those contacts."""

from collections import defaultdict

from django.db.models import Q

from debiet.cases.models import Case, InteractionFile
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.files.queries import FileInfo, as_info
from debiet.rules.access import Compartment
from debiet.staff.visibility import visible


@joint_query(personal=True)
def contact_files(
    case_id: int, *, merged: tuple[int, ...] = (), viewer: Actor
) -> Reading[dict[int, tuple[FileInfo, ...]]]:
    """Return the files of a case that the viewer may see, by the id of their contact.

    :param merged: the cases merged into it, whose files belong to it as well
    One statement, however many contacts and files there are.
    """
    contacts = InteractionFile.objects.filter(interaction__case_id__in=[case_id, *merged])
    rows = visible(contacts, viewer)
    return reading(rows.select_related("file__blob").order_by("position", "id"), made=_by_contact)


def _by_contact(rows: list[InteractionFile]) -> dict[int, tuple[FileInfo, ...]]:
    found = defaultdict(list)
    for row in rows:
        found[row.interaction_id].append(as_info(row.file))
    return {contact_id: tuple(files) for contact_id, files in found.items()}


@query(personal=True)
def case_file(case_id: int, *, file_id: int, viewer: Actor) -> FileInfo | None:
    """Return a file of a contact of this case, or None where the viewer may not see it there."""
    rows = visible(
        InteractionFile.objects.filter(interaction__case_id=case_id, file_id=file_id), viewer
    )
    row = rows.select_related("file__blob").order_by("id").first()
    return as_info(row.file) if row else None


@query(personal=True)
def file_in_emergency(number: str, *, file_id: int, viewer: Actor) -> FileInfo | None:
    """Return a file of a case, or of one merged into it, that is open in an emergency.

    Nothing of the ombuds office's, whatever else hangs on it.
    """
    cases = visible(Case.objects.filter(number=number), viewer)
    contacts = InteractionFile.objects.filter(
        Q(interaction__case__in=cases) | Q(interaction__case__merged_into__in=cases),
        file_id=file_id,
    )
    rows = visible(contacts, viewer).exclude(file__compartment=Compartment.OMBUDS)
    row = rows.select_related("file__blob").order_by("id").first()
    return as_info(row.file) if row else None
