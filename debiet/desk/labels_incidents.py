"""Words for what many ask about at once."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.rules.incidents import Closing, IncidentKind

Labels = Mapping[str, Words]

INCIDENT_KINDS: Labels = {
    IncidentKind.MAIN_BURST: _("main burst"),
    IncidentKind.PLANNED_WORKS: _("planned works"),
    IncidentKind.WATER_QUALITY: _("water quality"),
    IncidentKind.BILLING_ERROR: _("billing error"),
    IncidentKind.SYSTEM_DOWN: _("system down"),
    IncidentKind.OTHER: _("something else"),
}
INCIDENT_CLOSINGS: Labels = {
    Closing.NOT_TOLD: _("the message did not reach its asker"),
    Closing.WROTE_SINCE: _("its asker wrote or called after the message"),
}
