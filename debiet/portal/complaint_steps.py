"""Where a complaint stands, in words: the three steps, who has it, and by when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.complaints.queries import BODY_NAMES, Line, OwnComplaint
from debiet.core.dates import latest_day, local_day_of
from debiet.core.words import Words
from debiet.rules.complaint_escalation import AskEffect
from debiet.rules.complaints import Assessment, ComplaintStep, Ground, Outcome
from debiet.web import wording

_STEP = ComplaintStep
FIRST_LINE = gettext_lazy("Customer service")
OMBUDS = gettext_lazy("Ombuds function")

HEADINGS = {
    _STEP.RECEIVED: gettext_lazy("Our customer service looks into your complaint"),
    _STEP.FIRST_LINE: gettext_lazy("Our customer service looks into your complaint"),
    _STEP.ANSWERED: gettext_lazy("We answered your complaint"),
    _STEP.ACCEPTED: gettext_lazy("You accepted our answer"),
    _STEP.SILENT: gettext_lazy("We answered your complaint"),
    _STEP.OMBUDS: gettext_lazy("Your complaint is with our ombuds function"),
    _STEP.MEDIATED: gettext_lazy("You and our ombuds function found a solution"),
    _STEP.DECIDED: gettext_lazy("Our ombuds function decided"),
    _STEP.CLOSED: gettext_lazy("Your complaint is closed"),
    _STEP.REFUSED: gettext_lazy("We do not handle your complaint"),
    _STEP.WITHDRAWN: gettext_lazy("You took your complaint back"),
    _STEP.NOT_A_COMPLAINT: gettext_lazy("We handle this as a question"),
}
JUDGED: dict[str, Words] = {
    Assessment.FOUNDED: gettext_lazy("You were right."),
    Assessment.PARTLY_FOUNDED: gettext_lazy("You were right in part."),
    Assessment.UNFOUNDED: gettext_lazy("We find that we did nothing wrong. Our answer says why."),
}
SOLVED: dict[str, Words] = {
    Outcome.SOLVED: gettext_lazy("It is solved."),
    Outcome.PARTLY_SOLVED: gettext_lazy("It is solved in part."),
    Outcome.NOT_SOLVED: gettext_lazy("We could not solve it."),
}
GROUNDS: dict[str, Words] = {
    Ground.ANONYMOUS: gettext_lazy("We do not know who complains."),
    Ground.NO_INTEREST: gettext_lazy("It is not about something that concerns you yourself."),
    Ground.MANIFESTLY_UNFOUNDED: gettext_lazy("It is clear at once that nothing went wrong."),
    Ground.MANIFESTLY_UNREASONABLE: gettext_lazy("What it asks is clearly not reasonable."),
    Ground.ALREADY_HANDLED: gettext_lazy("We handled the same complaint before."),
    Ground.OLDER_THAN_A_YEAR: gettext_lazy("It happened more than a year ago."),
    Ground.APPEAL_OPEN: gettext_lazy("You can still appeal against it in another way."),
    Ground.COURT: gettext_lazy("A court is handling it."),
    Ground.NOT_COMPETENT: gettext_lazy("It is not for us to decide on."),
    Ground.POLICY: gettext_lazy("It is about policy or rules, not about how we worked."),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the three steps.

    :param state: `done`, `now`, or "" where it has not come to it
    """

    name: Words
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a complaint stands.

    :param who: which function has it now, "" where nobody does
    :param owed_on: by when an answer is owed, None where none is
    :param first_line_on: by when the first line answers, while it has time
    :param decided: what was decided, in sentences
    """

    heading: Words
    stages: tuple[Stage, ...]
    who: Words
    owed_on: date | None
    first_line_on: date | None
    is_late: bool
    decided: tuple[Words, ...]
    asked_on: date | None
    silent_on: date | None
    escalate_until: date | None
    bodies: tuple[str, ...]
    may_ask: bool
    is_final: bool


def standing(complaint: OwnComplaint, *, at: datetime) -> Standing:
    """Return where a complaint stands at a moment."""
    owed_at, first_at = complaint.owed_at, complaint.first_line_at
    has_first = complaint.line is Line.FIRST and complaint.is_owed
    has_time = has_first and first_at is not None and at <= first_at
    is_with_us = complaint.step is not _STEP.OMBUDS
    moves = complaint.asking in (AskEffect.MOVES, AskEffect.OFFICE_CHOOSES)
    return Standing(
        heading=HEADINGS[complaint.step],
        stages=_stages(complaint, at=at),
        who=_who(complaint),
        owed_on=latest_day(owed_at) if owed_at else None,
        first_line_on=latest_day(first_at) if has_time and first_at else None,
        is_late=owed_at is not None and at > owed_at,
        decided=_decided(complaint),
        asked_on=local_day_of(complaint.asked_for_ombuds_at) if is_with_us else None,
        silent_on=latest_day(complaint.silent_at)
        if complaint.silent_at and complaint.step is _STEP.ANSWERED
        else None,
        escalate_until=latest_day(complaint.escalate_until) if complaint.escalate_until else None,
        bodies=tuple(BODY_NAMES[body] for body in complaint.bodies),
        may_ask=moves and complaint.asked_for_ombuds_at is None,
        is_final=complaint.asking is AskEffect.FINAL,
    )


def _who(complaint: OwnComplaint) -> Words:
    if not complaint.is_owed:
        return ""
    return OMBUDS if complaint.line is Line.OMBUDS else FIRST_LINE


def _decided(complaint: OwnComplaint) -> tuple[Words, ...]:
    if complaint.step is _STEP.REFUSED:
        return (GROUNDS[complaint.ground],) if complaint.ground else ()
    if complaint.is_owed or complaint.step in (_STEP.WITHDRAWN, _STEP.NOT_A_COMPLAINT):
        return ()
    found = (JUDGED.get(complaint.assessment), SOLVED.get(complaint.outcome))
    return tuple(words for words in found if words)


def _stages(complaint: OwnComplaint, *, at: datetime) -> tuple[Stage, ...]:
    day = _day_at(at)
    third = ", ".join(BODY_NAMES[body] for body in complaint.bodies)
    is_next = complaint.line is Line.SECOND
    then = _("where you can go now") if is_next else _("if you still do not agree then")
    return (
        _first(complaint, day, at=at),
        _second(complaint, day),
        Stage(third, "now" if is_next else "", then),
    )


Day = Callable[[datetime], str]


def _day_at(at: datetime) -> Day:
    return lambda moment: wording.short_day(latest_day(moment), at)


def _first(complaint: OwnComplaint, day: Day, *, at: datetime) -> Stage:
    if complaint.line is Line.FIRST and complaint.is_owed:
        first_at = complaint.first_line_at
        until = first_at if first_at and at <= first_at else complaint.owed_at
        words = _("answer no later than %(day)s") % {"day": day(until)} if until else ""
        return Stage(FIRST_LINE, "now", words)
    if complaint.first_answered_at is not None:
        words = _("answered on %(day)s") % {"day": day(complaint.first_answered_at)}
    elif complaint.office_since is not None:
        words = _("handed over on %(day)s") % {"day": day(complaint.office_since)}
    else:
        words = _("taken back") if complaint.step is _STEP.WITHDRAWN else ""
    return Stage(FIRST_LINE, "done", words)


def _second(complaint: OwnComplaint, day: Day) -> Stage:
    if complaint.step is _STEP.OMBUDS:
        until = complaint.owed_at
        words = _("answer no later than %(day)s") % {"day": day(until)} if until else ""
        return Stage(OMBUDS, "now", words)
    if complaint.concluded_at is not None:
        words = _("answered on %(day)s") % {"day": day(complaint.concluded_at)}
        return Stage(OMBUDS, "done", words)
    if complaint.office_since is not None:
        return Stage(OMBUDS, "done", "")
    has_first = complaint.line is Line.FIRST and complaint.is_owed
    return Stage(
        OMBUDS,
        "",
        _("takes over if that does not succeed") if has_first else _("if you do not agree"),
    )
