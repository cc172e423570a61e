"""The words of the desk for service guarantees."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.core.words import Words
from debiet.rules.guarantee_exemptions import ExemptionGround, ExemptionStep, Guarantee

GUARANTEES: Mapping[str, Words] = {
    Guarantee.ALTERNATIVE_SUPPLY: _("water by another way when supply fails"),
    Guarantee.APPOINTMENT: _("appointment on the agreed day and hour"),
    Guarantee.ANNOUNCED_INTERRUPTION: _("planned interruption announced in time"),
    Guarantee.ON_SITE: _("on site in time when one supply fails"),
    Guarantee.QUESTION_HANDLED: _("question handled in time"),
    Guarantee.NEW_BRANCH: _("new connection in time"),
    Guarantee.BRANCH_IN_SERVICE: _("existing connection put into service in time"),
}
GROUNDS: Mapping[str, Words] = {
    ExemptionGround.WEATHER: _("exceptional weather"),
    ExemptionGround.FORCE_MAJEURE: _("force majeure"),
    ExemptionGround.THIRD_PARTY: _("a third party"),
    ExemptionGround.CUSTOMER_ABSENT: _("the customer was absent"),
    ExemptionGround.NON_PAYMENT: _("interrupted for non-payment"),
}
STEPS: Mapping[str, Words] = {
    ExemptionStep.PROPOSED: pgettext_lazy("an exemption", "proposed"),
    ExemptionStep.APPROVED: pgettext_lazy("an exemption", "approved"),
    ExemptionStep.REFUSED: pgettext_lazy("an exemption", "refused"),
    ExemptionStep.WITHDRAWN: pgettext_lazy("an exemption", "taken back"),
}
EXEMPTIONS: Mapping[str, Mapping[str, Words]] = {
    "guarantee": GUARANTEES,
    "exemption-ground": GROUNDS,
    "exemption-step": STEPS,
}
