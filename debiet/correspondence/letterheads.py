"""Who writes: the logo over a letter, and the ombuds office's own name, as it was then."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from debiet.correspondence import signs
from debiet.correspondence.channels.base import Letterhead, Sender
from debiet.files.logos import UsedLogo, logo_at
from debiet.rules.access import Compartment
from debiet.staff.office_head import OfficeHead, office_head


def letterhead(written_at: datetime) -> Letterhead | None:
    """Return the picture that a letter written at a moment has, if the house showed one."""
    logo = logo_at(at=written_at)
    return letterhead_of(logo) if logo else None


def letterhead_of(logo: UsedLogo) -> Letterhead:
    """Return a logo as a letter shows it."""
    return Letterhead(
        logo.content, logo.media_type, logo.info.width, logo.info.height, logo.has_name
    )


def sender(compartment: str, *, language: str, written_at: datetime) -> Sender | None:
    """Return who writes from a part of the house: the ombuds office under its own name.

    None for all others, who write as the utility.
    """
    if compartment != Compartment.OMBUDS:
        return None
    head = office_head(at=written_at)
    return sender_of(head, language=language, address=signs.own_address(compartment))


def sender_of(head: OfficeHead, *, language: str, address: str = "") -> Sender:
    """Return a letterhead of the office as a letter shows it."""
    with translation.override(language):
        name = head.name(language) or _("Ombuds office")
    lines = head.lines or settings.OMBUDS_POSTAL_ADDRESS or settings.POSTAL_ADDRESS
    reached = [one for one in (head.phone, head.email) if one]
    return Sender(name, (settings.UTILITY_NAME, *lines, *reached), address)
