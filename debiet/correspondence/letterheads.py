"""The logo over letters: the one that the house showed when the letter was written."""

from datetime import datetime

from debiet.correspondence.channels.base import Letterhead
from debiet.files.logos import UsedLogo, logo_at


def letterhead(written_at: datetime) -> Letterhead | None:
    """Return the picture that a letter written at a moment has, if the house showed one."""
    logo = logo_at(at=written_at)
    return letterhead_of(logo) if logo else None


def letterhead_of(logo: UsedLogo) -> Letterhead:
    """Return a logo as a letter shows it."""
    return Letterhead(
        logo.content, logo.media_type, logo.info.width, logo.info.height, logo.has_name
    )
