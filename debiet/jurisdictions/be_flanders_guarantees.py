"""Service guarantees of the Flemish water companies, and what exempts from paying for one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from debiet.jurisdictions.values import Confidence, LegalValue, Unit
from debiet.rules.guarantee_exemptions import ExemptionGround, Guarantee

GROUNDS: Final = frozenset(ExemptionGround)

SERVICE_GUARANTEES: Final[Sequence[LegalValue[Mapping[Guarantee, frozenset[ExemptionGround]]]]] = (
    LegalValue(
        dict.fromkeys(Guarantee, GROUNDS),
        Unit.LIST,
        date(2011, 7, 1),
        None,
        "Service guarantees agreed by the Flemish public water companies, in an older copy of what "
        "De Watergroep published: seven guarantees; no compensation for exceptional weather, force "
        "majeure, third parties, an absent customer, or an interruption for non-payment. A newer "
        "copy words them otherwise, and whether each ground holds for each guarantee was not found",
        Confidence.LIKELY,
    ),
)
"""What was promised, each with the grounds on which a broken promise gives nothing."""
