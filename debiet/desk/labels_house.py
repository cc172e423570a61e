"""The words of the desk for what is set up of the house: calendars, policies, texts, mailboxes."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.rules.days_off import DayKind
from debiet.rules.sla import TermUnit
from debiet.rules.versions import VersionState

Labels = Mapping[str, Words]

HOUSE: Mapping[str, Labels] = {
    "day-kind": {
        DayKind.OPEN: _("working day"),
        DayKind.CLOSED: _("closed every week"),
        DayKind.HOLIDAY: _("holiday"),
        DayKind.OFF: _("day off"),
        DayKind.SPECIAL: _("other than usual"),
    },
    "term-unit": {
        TermUnit.WORKING_HOURS: _("working hours"),
        TermUnit.WORKING_DAYS: _("working days"),
        TermUnit.CALENDAR_DAYS: _("calendar days"),
        TermUnit.CALENDAR_MONTHS: _("calendar months"),
    },
    "other-kind": {
        "quarantine": _("Message in quarantine"),
        "internal-task": _("Internal task"),
    },
    "text-language": {
        "nl": _("Dutch"),
        "fr": _("French"),
        "en": _("English"),
        "nl-je": _("Dutch, with “je”"),
    },
    "version-state": {
        VersionState.IN_FORCE: _("holds now"),
        VersionState.PLANNED: _("planned"),
        VersionState.EARLIER: _("earlier"),
        VersionState.NEVER_HELD: _("never held: a later one came first"),
    },
}
