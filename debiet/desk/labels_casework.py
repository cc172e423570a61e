"""Words for what is done with cases beside answering them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.core.words import Words
from debiet.rules.bulk import BulkKind, BulkRefusal
from debiet.rules.case_links import LinkSide
from debiet.rules.complaints import Regime
from debiet.rules.internal_tasks import ConflictReason, TaskState
from debiet.rules.putting_aside import WakeEvent

Labels = Mapping[str, Words]

BULK_KINDS: Labels = {
    BulkKind.ASSIGN: _("Give to somebody"),
    BulkKind.SPREAD: _("Spread by the team's way"),
    BulkKind.RELEASE: _("Give back to the team"),
    BulkKind.TEAM: _("Give to a team"),
    BulkKind.TOPIC: _("Change the topic"),
    BulkKind.PRIORITY: _("Change the priority"),
    BulkKind.SNOOZE: _("Put it aside"),
    BulkKind.CLOSE: _("Close with a reason"),
}
BULK_REFUSALS: Labels = {
    BulkRefusal.GONE: _("is not there for you"),
    BulkRefusal.CHANGED: _("changed since you looked"),
    BulkRefusal.CLOSED: _("is closed"),
    BulkRefusal.MERGED: _("was merged into another case"),
    BulkRefusal.FROZEN: _("is with the ombuds function"),
    BulkRefusal.OTHER_COMPARTMENT: _("stands behind another wall than the team"),
    BulkRefusal.PAST_RISK: _("its term is at risk before that"),
    BulkRefusal.NOBODY_TAKES: _("nobody takes these"),
    BulkRefusal.NO_SKILL: _("nobody with the skill"),
    BulkRefusal.TOO_CLOSE: _("somebody close: choose by hand"),
    BulkRefusal.NOBODY_HERE: _("who could is away"),
    BulkRefusal.SAME: _("has it already"),
}
REGIMES: Labels = {
    Regime.ORDINARY: _("question"),
    Regime.COMPLAINT: _("complaint"),
    Regime.OMBUDS: _("ombuds file"),
}
TASK_STATES: Labels = {
    TaskState.ASKED: pgettext_lazy("of a task", "asked"),
    TaskState.ANSWERED: pgettext_lazy("of a task", "answered"),
    TaskState.REFUSED: pgettext_lazy("of a task", "refused"),
    TaskState.DISPUTED: pgettext_lazy("of a task", "disputed"),
    TaskState.WITHDRAWN: pgettext_lazy("of a task", "withdrawn"),
}
TASK_STEPS: Labels = {
    TaskState.ANSWERED: _("Give the answer"),
    TaskState.REFUSED: _("Refuse"),
    TaskState.DISPUTED: _("Dispute the answer"),
    TaskState.ASKED: _("Ask again"),
    TaskState.WITHDRAWN: _("Withdraw"),
}
CONFLICTS: Labels = {
    ConflictReason.REFUSED: _("the other team refused"),
    ConflictReason.DISPUTED: _("the answer is disputed"),
    ConflictReason.OVERDUE: _("the answer is overdue"),
}
WAKE_EVENTS: Labels = {
    WakeEvent.MOMENT: _("A moment comes"),
    WakeEvent.MESSAGE: _("The customer writes or calls"),
    WakeEvent.TASK: _("An internal task is answered"),
    WakeEvent.LINKED_CLOSED: _("A linked case is closed"),
}
LINK_SIDES: Labels = {
    LinkSide.CAUSED_BY: _("is caused by"),
    LinkSide.CAUSE_OF: _("is the cause of"),
    LinkSide.SAME_SUBJECT: _("is about the same as"),
    LinkSide.FOLLOWS_ON: _("follows on"),
    LinkSide.FOLLOWED_BY: _("is followed by"),
    LinkSide.DUPLICATE_OF: _("is a duplicate of"),
    LinkSide.HAS_DUPLICATE: _("has as a duplicate"),
    LinkSide.SPLIT_FROM: _("was split off from"),
    LinkSide.SPLIT_INTO: _("was split into"),
}
