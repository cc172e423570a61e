"""The words of the desk for steering: moves of clocks, absence, the board, what one is told."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.cases.queries import Standing, Waiting
from debiet.core.words import Words
from debiet.rules.absence import AbsenceKind
from debiet.rules.assignment import Way, Why
from debiet.rules.cases import Segment
from debiet.rules.moving import MoveEffect, MoveState, Obstacle

Labels = Mapping[str, Words]

STEERING: Mapping[str, Labels] = {
    "move-effect": {
        MoveEffect.OVERDUE: _("become overdue"),
        MoveEffect.RESCUED: _("are no longer overdue"),
        MoveEffect.EARLIER: _("fall due earlier"),
        MoveEffect.LATER: _("fall due later"),
        MoveEffect.SAME: _("keep a term as it is"),
        MoveEffect.UNDETERMINED: _("have a term that nobody can tell yet"),
        "changed": _("changed since the preview"),
    },
    "move-state": {
        MoveState.PLANNING: _("preview being made"),
        MoveState.PLANNED: _("waits for a decision"),
        MoveState.MOVING: _("being carried out"),
        MoveState.MOVED: _("carried out"),
        MoveState.WITHDRAWN: _("put away"),
    },
    "move-obstacle": {
        Obstacle.NOT_PROMISED: _("the new version does not promise this any more"),
        Obstacle.OTHER_UNIT: _("the new version counts in another unit"),
        Obstacle.OTHER_MOMENT: _("the new version counts answers from another moment"),
        Obstacle.UNKNOWN_YEARS: _("the calendar does not know the years"),
    },
    "absence": {
        AbsenceKind.LEAVE: _("leave"),
        AbsenceKind.ILLNESS: _("ill"),
        AbsenceKind.TRAINING: _("training"),
        AbsenceKind.OTHER: _("something else"),
    },
    "standing": {
        Standing.OPEN: pgettext_lazy("standing", "Open"),
        Standing.DUE_TODAY: _("Due today"),
        Standing.AT_RISK: _("Nearly too late"),
        Standing.BREACHED: _("Too late"),
    },
    "waiting": {
        "": _("Of absent colleagues"),
        Waiting.NEW_MESSAGE: _("New messages for absent colleagues"),
        Waiting.SOON: _("Of absent colleagues, due soon"),
    },
    "assignment-way": {
        Way.BY_HAND: _("By hand: somebody takes or gives them"),
        Way.ROUND_ROBIN: _("In turn: each gets the next one"),
        Way.LEAST_LOAD: _("Least load: whoever has the fewest open cases"),
    },
    "assignment-why": {
        Why.TURN: _("whose turn it is"),
        Why.LEAST: _("has the fewest"),
        Why.BY_HAND: _("by hand"),
        Why.NOBODY_TAKES: _("nobody takes these"),
        Why.NO_SKILL: _("nobody with the skill"),
        Why.TOO_CLOSE: _("somebody close: choose by hand"),
        Why.NOBODY_HERE: _("who could is away"),
    },
    "segment": {
        Segment.HOUSEHOLD: pgettext_lazy("kind of customer", "household"),
        Segment.ENTERPRISE: pgettext_lazy("kind of customer", "company"),
        Segment.PUBLIC_BODY: pgettext_lazy("kind of customer", "public body"),
    },
    "board-group": {"team": _("Team"), "topic": _("Topic"), "carrier": _("Way")},
}
