"""What a customer adds to its own case, by whichever form."""

from collections.abc import Sequence
from datetime import datetime

from debiet.cases.actions.attaching import attach, has_files
from debiet.cases.actions.closing import come_back
from debiet.cases.actions.form_files import keep_sent_files
from debiet.cases.actions.locking import locked_case, written
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.files.accepting import SentFile
from debiet.rules.cases import Carrier, Direction


def add_said(
    *,
    case_id: int,
    text: str,
    files: Sequence[SentFile] = (),
    received_at: datetime,
    raw_message_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Add what a customer sent to its case, which opens again if it was closed.

    :param received_at: when it reached us
    :raises EmptyText: if nothing was written
    """
    text = written(text)
    case = locked_case(case_id, by=by, merged_too=True, frozen_too=True)
    before = Interaction.objects.filter(case=case).order_by("-id").first()
    is_same = before is not None and before.direction == Direction.IN and before.text == text
    if before is not None and is_same and has_files(before, files):
        return case  # the same sent twice
    contact = Interaction.objects.create(
        case=case,
        compartment=case.compartment,
        direction=Direction.IN,
        carrier=Carrier.WEB_FORM,
        happened_at=received_at,
        recorded_at=at,
        author_name=case.contact_name or case.contact_email,
        text=text,
        topic_code=case.topic.code,
        raw_message_id=raw_message_id,
    )
    attach(contact, keep_sent_files(files, compartment=case.compartment, by=by, at=at))
    come_back(case, occurred_at=received_at, source=f"contact:{contact.pk}", by=by, at=at)
    return case
