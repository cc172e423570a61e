"""Our sign under what comes back to us: the tag in an address, and the identifier of a message.

Both follow from a secret, so nobody can make one up, and neither is stored to be compared with.
"""

from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from debiet.core.references import parts
from debiet.correspondence.models import Mailbox
from debiet.rules.access import Compartment
from debiet.rules.mail_tags import Tag, read_tag, sign_of, tagged

_TAG = "debiet.correspondence.reply-to"
_MESSAGE = "debiet.correspondence.message-id"
NO_TAGS = "none"
"""What the setting says where the mail server takes no addresses with a plus in them."""


def _sign(salt: str, value: str, secret: str) -> str:
    return sign_of(salted_hmac(salt, value, secret=secret, algorithm="sha256").digest())


def message_id(pk: int) -> str:
    """Return the Message-ID of a message: always the same, and unknown to who never got it."""
    sign = _sign(_MESSAGE, str(pk), settings.SECRET_KEY)
    return f"<debiet.{pk}.{sign}@{settings.MAIL_DOMAIN}>"


def reply_address(about: str, *, compartment: str) -> str:
    """Return where answers to a message about a case come back to; "" for all other messages.

    What is written in a closed part comes back to the mailbox of that part, where it has one.
    """
    kind, number = parts(about)
    if kind != "case" or settings.MAIL_REPLY_TO == NO_TAGS:
        return ""
    address = parseaddr(settings.MAIL_REPLY_TO)[1]
    if compartment != Compartment.ORDINARY:
        address = own_address(compartment) or address
    return tagged(address, Tag(number, _sign(_TAG, number, settings.SECRET_KEY)))


def own_address(compartment: str) -> str:
    """Return the address of the mailbox of a closed part of the house, "" where it has none."""
    own = Mailbox.objects.filter(compartment=compartment, is_active=True).order_by("id")
    return own.values_list("address", flat=True).first() or ""


def number_in(address: str) -> str:
    """Return the number of the case that an address of ours is tagged with, or ""."""
    tag = read_tag(address)
    if tag is None:
        return ""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    right = [constant_time_compare(tag.sign, _sign(_TAG, tag.number, key)) for key in secrets]
    return tag.number if True in right else ""
