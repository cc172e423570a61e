"""Freezing a case that the ombuds function has, and letting what is said in it reach the office."""

from collections.abc import Mapping
from datetime import datetime

from debiet.cases.actions.attaching import attach
from debiet.cases.actions.closing import come_back
from debiet.cases.actions.locking import about, locked_case, save, wake
from debiet.cases.models import Interaction, InteractionFile
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.files import actions as files
from debiet.rules.access import Permission
from debiet.rules.sla import EntryKind
from debiet.terms import actions as terms
from debiet.terms import queries as clocks


@action(permission=Permission.FREEZE_CASE)
def freeze_case(*, case_id: int, until: datetime | None, by: Actor, at: datetime) -> None:
    """Let nobody do anything on a case but take a message down: the ombuds function has it.

    Done again it only says by when the office answers now.

    :param until: by when the ombuds function answers
    """
    case = locked_case(case_id, by=by, merged_too=True, frozen_too=True)
    if case.frozen_at is not None and case.frozen_until == until:
        return
    case.frozen_at, case.frozen_until = case.frozen_at or at, until
    wake(case)
    # The terms of its complaint ended here: they run on with the office.
    save(case, terms.deadlines(about(case)), frozen=True)


@action(permission=Permission.FREEZE_CASE)
def thaw_case(*, case_id: int, by: Actor, at: datetime) -> None:
    """Let a case be handled again, because the ombuds function has it no more; twice is once."""
    case = locked_case(case_id, by=by, merged_too=True, frozen_too=True)
    if case.frozen_at is not None:
        case.frozen_at = case.frozen_until = None
        save(case, terms.deadlines(about(case)), frozen=False)


@action(permission=Permission.FREEZE_CASE)
def copy_contact(*, contact_id: int, to_case_id: int, by: Actor, at: datetime) -> bool:
    """Take what a customer said in a frozen case over into the office's; return whether it is new.

    It stays where it was said as well. It asks the office something from its receipt on.
    """
    said = Interaction.objects.select_related("case").get(pk=contact_id)
    case = locked_case(to_case_id, by=by)
    source = f"contact:{said.pk}"
    known = clocks.entry_id(reference=about(case), source=source, kind=EntryKind.ASKED)
    if known is not None:
        return False
    contact = Interaction.objects.create(
        case=case,
        compartment=case.compartment,
        recorded_at=at,
        topic_code=case.topic.code,
        **_said(said),
    )
    attach(contact, _copied_files(said, case.compartment, by=by, at=at))
    moment = max(said.happened_at, case.opened_at)
    come_back(case, occurred_at=moment, source=source, by=by, at=at)
    return True


def _said(said: Interaction) -> Mapping[str, object]:
    names = (
        "direction", "carrier", "via", "happened_at", "author_name", "employee_id", "text",
        "quoted_text", "attachments", "is_public", "is_answered_at_once", "raw_message_id",
    )  # fmt: skip
    return {name: getattr(said, name) for name in names}


def _copied_files(said: Interaction, compartment: str, *, by: Actor, at: datetime) -> list[int]:
    """Keep the files of a contact in the office's part as well, in their order."""
    rows = InteractionFile.objects.filter(interaction=said).order_by("position", "id")
    return [
        files.copy_file(file_id=file_id, compartment=compartment, by=by, at=at)
        for file_id in rows.values_list("file_id", flat=True)
    ]
