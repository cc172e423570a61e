"""The words of the desk for what is set up of the house: calendars, policies, texts, mailboxes."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.rules.colors import Pair, Scheme
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
        "complaint": _("Complaint"),
        "quarantine": _("Message in quarantine"),
        "internal-task": _("Internal task"),
    },
    "scheme": {
        Scheme.LIGHT: _("Light screens"),
        Scheme.DARK: _("Dark screens"),
    },
    "color-pair": {
        Pair.LINK_ON_PAPER: _("a link on paper"),
        Pair.LINK_ON_GROUND: _("a link on the ground"),
        Pair.LINK_ON_TINT: _("a link on a tint"),
        Pair.HOVER_ON_TINT: _("a link that is pointed at"),
        Pair.BUTTON: _("words on a button"),
        Pair.BUTTON_HOVER: _("words on a button that is pointed at"),
        Pair.WORDS_ON_TINT: _("words on a tint"),
        Pair.SOFT_ON_TINT: _("soft words on a tint"),
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
