"""Whether anything may leave this installation: off on a restored copy, until somebody says so.

A copy knows everybody's addresses and has the same messages waiting. Without this, trying a backup
out would write to real people, and take the mail out of the mailboxes of the installation it is a
copy of.
"""

from datetime import datetime

from django.db.models import BooleanField, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.models import OutgoingSwitch
from debiet.core.operations import action
from debiet.rules.access import Permission

RESTORED = "restored-copy"
"""Why it is off, after `debiet restore`."""


class OutgoingOff(Refused):
    """This installation is a restored copy, or somebody switched its outgoing channels off."""

    code = "core.outgoing-off"
    message = _(
        "This is a restored copy: nothing leaves it. Whoever runs it can switch its outgoing "
        "channels on."
    )


def is_off() -> bool:
    """Return whether nothing may leave."""
    newest = OutgoingSwitch.objects.order_by("-id").values_list("is_on", flat=True).first()
    return newest is False


def why_off() -> str:
    """Return the code of why nothing may leave, "" where it may."""
    newest = OutgoingSwitch.objects.order_by("-id").first()
    return newest.reason if newest is not None and not newest.is_on else ""


def is_on_expression() -> Coalesce:
    """Return the same as part of another statement, true where messages may leave."""
    newest = OutgoingSwitch.objects.order_by("-id").values("is_on")[:1]
    return Coalesce(Subquery(newest), True, output_field=BooleanField())


@action(permission=Permission.SWITCH_OUTGOING)
def switch_outgoing(*, is_on: bool, reason: str, by: Actor, at: datetime) -> bool:
    """Let messages leave, or keep them in; return whether that changed anything.

    :param reason: a code, never the words of a person
    """
    if is_on is not is_off():
        return False
    OutgoingSwitch.objects.create(is_on=is_on, reason=reason, at=at)
    audit.record("outgoing:all", facts={"on": is_on, "reason": reason})
    return True
