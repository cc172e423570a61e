"""Who signs what leaves the house: the utility, or its ombuds office for what it handles."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from debiet.rules.access import Compartment
from debiet.staff.office_head import office_head


def who_signs(compartment: str, language: str, *, at: datetime) -> str:
    """Return the name under a letter, in the language that is active."""
    if compartment != Compartment.OMBUDS:
        return str(settings.UTILITY_NAME)
    name = office_head(at=at).name(language) or _("Ombuds office")
    return name if settings.UTILITY_NAME in name else f"{name}, {settings.UTILITY_NAME}"
