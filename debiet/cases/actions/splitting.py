"""Splitting: a new case from a contact of a case, which owes its answer since that contact."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.handling import OtherCompartment
from debiet.cases.actions.locking import locked_case, save
from debiet.cases.actions.opening import Contact, Opened, compartment_of_topic, open_case
from debiet.cases.actions.pairs import relate
from debiet.cases.models import Case, Interaction, InteractionFile
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.case_links import LinkSide
from debiet.rules.cases import Direction, Route


class NotFromCustomer(Refused):
    """What we said ourselves asks nothing of us."""

    code = "cases.not-from-customer"
    message = _("Only what the customer wrote or said can become a case of its own.")


@action(permission=Permission.SPLIT_CASE)
def split_case(
    *,
    case_id: int,
    contact_id: int,
    topic_code: str,
    subject: str,
    seen_version: int,
    acknowledge: bool = True,
    by: Actor,
    at: datetime,
) -> Opened:
    """Open a case from a contact of another one; its clocks start when that contact came in.

    The contact stays where it is and stands in both, with its files. Who asked, the customer and
    the language are those of the first case.

    :param acknowledge: whether the customer is told the number of the new case
    :raises ChangedMeanwhile: if somebody saved the case since, perhaps splitting it first
    :raises NotFromCustomer: if it is a message of ours
    :raises OtherCompartment: if the topic belongs to another closed part
    :raises UnknownTopic: if nobody handles it
    """
    case = locked_case(case_id, by=by, seen_version=seen_version)
    contact = Interaction.objects.filter(pk=contact_id, case=case).first()
    if contact is None:
        raise NotFound
    if contact.direction != Direction.IN:
        raise NotFromCustomer
    if compartment_of_topic(topic_code) != case.compartment:
        raise OtherCompartment
    files = InteractionFile.objects.filter(interaction=contact).order_by("position", "id")
    opened = open_case(
        kind=case.kind,
        topic_code=topic_code,
        carrier=contact.carrier,
        text=contact.text,
        subject=subject,
        quoted_text=contact.quoted_text,
        attachments=contact.attachments,
        file_ids=list(files.values_list("file_id", flat=True)),
        contact=Contact(
            name=case.contact_name,
            email=case.contact_email,
            phone=case.contact_phone,
            account_number=case.account_number,
            address=case.contact_address,
        ),
        language=case.language,
        is_language_chosen=True,
        received_at=contact.happened_at,
        priority=case.priority,
        raw_message_id=contact.raw_message_id,
        acknowledge=acknowledge,
        customer_id=case.customer_id,
        recognizes=False,
        via=Route(contact.via),
        by=by,
        at=at,
    )
    made = Case.objects.get(pk=opened.case_id)
    relate(made, case, LinkSide.SPLIT_FROM, by=by, at=at)
    save(case, split_into=made.pk, contact=contact.pk)
    return opened
