"""Keeping what the office has not finished writing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from debiet.complaints.actions.ombuds_files import handled_file, record
from debiet.complaints.models import OmbudsDraft
from debiet.complaints.office import employee_id
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission

DECISION, HOLDING, FINDING = "decision", "holding", "finding"
DRAFTED: Final = (DECISION, HOLDING, FINDING)
"""The pages of a file that can be put away half-written, by the words in their addresses."""


class NotDrafted(Refused):
    """Of this nothing is kept: it is done at once."""

    code = "ombuds.not-drafted"
    message = _("This cannot be kept for later. It is done at once.")


@action(permission=Permission.HANDLE_OMBUDS)
def keep_draft(
    *, file_id: int, what: str, typed: Mapping[str, Sequence[str]], by: Actor, at: datetime
) -> None:
    """Keep a page of a file as far as it is filled in, whatever is wrong with it yet.

    :param typed: what stands in each field
    :raises NotDrafted: if it is none of the pages that are kept
    """
    if what not in DRAFTED:
        raise NotDrafted
    file = handled_file(file_id, by=by)
    kept = {name: [word.replace("\x00", "") for word in words] for name, words in typed.items()}
    OmbudsDraft.objects.update_or_create(
        file=file,
        what=what,
        defaults={"typed": kept, "saved_by_id": employee_id(by), "saved_at": at},
    )
    record(file, draft=what)
