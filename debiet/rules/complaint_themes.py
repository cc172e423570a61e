"""What complaints are about and what lay behind them: two lists, and the norms that were breached.

Theme and root cause are apart: a bill that was wrong (theme) because a reading was estimated
(cause). Both lists are a beginning; a utility adds to them and takes out of use what it lacks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from debiet.rules.complaints import RIGHT, Assessment


class ThemeGroup(StrEnum):
    """The four groups in which a Flemish water company published its complaints."""

    CUSTOMER_MATTERS = "customer-matters"
    TECHNICAL = "technical"
    COMMUNICATION = "communication"
    WATER_QUALITY = "water-quality"


@dataclass(frozen=True, slots=True)
class Theme:
    """What a complaint is about, at the top level.

    :param code: as a utility's own list and the register have it
    """

    code: str
    group: ThemeGroup


_GROUP = ThemeGroup
DEFAULT_THEMES: Final = (
    Theme("bill", _GROUP.CUSTOMER_MATTERS),
    Theme("price", _GROUP.CUSTOMER_MATTERS),
    Theme("payment", _GROUP.CUSTOMER_MATTERS),
    Theme("meter-reading", _GROUP.CUSTOMER_MATTERS),
    Theme("moving", _GROUP.CUSTOMER_MATTERS),
    Theme("high-use", _GROUP.CUSTOMER_MATTERS),
    Theme("cut-off", _GROUP.CUSTOMER_MATTERS),
    Theme("connection", _GROUP.TECHNICAL),
    Theme("meter", _GROUP.TECHNICAL),
    Theme("interruption", _GROUP.TECHNICAL),
    Theme("pressure", _GROUP.TECHNICAL),
    Theme("works", _GROUP.TECHNICAL),
    Theme("damage", _GROUP.TECHNICAL),
    Theme("sewer", _GROUP.TECHNICAL),
    Theme("appointment", _GROUP.TECHNICAL),
    Theme("reachability", _GROUP.COMMUNICATION),
    Theme("information", _GROUP.COMMUNICATION),
    Theme("no-answer", _GROUP.COMMUNICATION),
    Theme("treatment", _GROUP.COMMUNICATION),
    Theme("privacy", _GROUP.COMMUNICATION),
    Theme("quality", _GROUP.WATER_QUALITY),
)

DEFAULT_ROOT_CAUSES: Final = (
    "rule",  # what was done is what the rules ask
    "policy",
    "process",
    "software",
    "data",
    "mistake",
    "knowledge",
    "capacity",
    "contractor",
    "other-party",
    "material",
    "weather",
    "promise-not-kept",
    "not-found",
)


class NormGroup(StrEnum):
    """The two kinds of norms."""

    PROPRIETY = "propriety"
    CARE = "care"


@dataclass(frozen=True, slots=True)
class OmbudsNorm:
    """A norm that founded complaints are measured by.

    :param name: its name in Dutch, as reports write it
    :param meaning: what it asks, in our own words
    """

    code: str
    group: NormGroup
    name: str
    meaning: str


class NormTrouble(StrEnum):
    """Why norms cannot be named for a complaint."""

    NOT_FOUNDED = "not-founded"
    UNKNOWN = "unknown"


def norm_trouble(
    codes: Iterable[str], *, assessment: Assessment | None, norms: Iterable[OmbudsNorm]
) -> NormTrouble | None:
    """Return why these norms cannot be named as breached; None where they can.

    Several can be, and only where the customer was right, wholly or partly.

    :param norms: the list that holds on the day
    """
    named = set(codes)
    if named and assessment not in RIGHT:
        return NormTrouble.NOT_FOUNDED
    return NormTrouble.UNKNOWN if named - {norm.code for norm in norms} else None
