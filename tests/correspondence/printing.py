"""Letters that wait for the printer, for tests."""

from debiet.core.actor import Actor
from debiet.correspondence import actions
from debiet.correspondence.actions import Recipient
from debiet.correspondence.models import Message, MessageFile
from debiet.files import actions as files
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier
from tests import make

SENDER = Actor.system("correspondence.deliver")


def letter(*, place="9230 Wetteren", at=make.MONDAY, carry=b"", **changes):
    """Write a letter and hand it over: it is composed, and waits for a batch.

    :param carry: the content of a PDF that goes with it
    """
    values = {
        "about": "case:2026-000001-1",
        "compartment": Compartment.ORDINARY,
        "purpose": "answer",
        "recipient": Recipient(
            name="Ann De Smet",
            address="",
            language="nl",
            carrier=Carrier.POST,
            postal_lines=("Ann De Smet", "Kouterbaan 18", place),
        ),
        "subject": "Antwoord op uw vraag",
        "text": "Uw factuur klopt.",
    }
    message = actions.queue_message(by=make.SYSTEM, at=at, **(values | changes))
    if carry:
        file_id = files.store_file(
            content=carry,
            name="bijlage.pdf",
            media_type="application/pdf",
            compartment=message.compartment,
            by=make.SYSTEM,
            at=at,
        )
        MessageFile.objects.create(
            message=message, file_id=file_id, compartment=message.compartment
        )
    actions.deliver(message_id=message.pk, by=SENDER, at=at)
    return Message.objects.get(pk=message.pk)
