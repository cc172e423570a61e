"""Which texts of the website are the utility's own: the code under which each is written."""

from enum import StrEnum
from typing import Final


class SiteText(StrEnum):
    """A place on the website where the utility's own words stand, if it wrote any."""

    WELCOME = "site-welcome"
    URGENT = "site-urgent"
    CONTACT = "site-contact"
    HOURS = "site-hours"
    PRIVACY = "site-privacy"


SITE_LANGUAGES: Final = ("nl", "fr", "en")
"""Dutch is read where another is missing."""
