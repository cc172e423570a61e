"""What becomes of a complaint when the customer asks for the ombuds function, and when it goes."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from debiet.rules.complaints import ComplaintStep
from debiet.rules.sla_values import in_utc

_STEP = ComplaintStep


class AskEffect(StrEnum):
    """What asking for the ombuds function does."""

    OFFICE_CHOOSES = "office-chooses"  # it takes the complaint or sets the first line a last term
    MOVES = "moves"  # the complaint is with the office from that moment
    THERE_ALREADY = "there-already"
    FINAL = "final"  # the office concluded it: the second line is next
    COMPLAIN_FIRST = "complain-first"  # it is no complaint now: it becomes one first


ASK_EFFECTS: Final[Mapping[ComplaintStep, AskEffect]] = {
    _STEP.RECEIVED: AskEffect.OFFICE_CHOOSES,
    _STEP.FIRST_LINE: AskEffect.OFFICE_CHOOSES,
    _STEP.ANSWERED: AskEffect.MOVES,
    _STEP.ACCEPTED: AskEffect.MOVES,
    _STEP.SILENT: AskEffect.MOVES,
    _STEP.OMBUDS: AskEffect.THERE_ALREADY,
    _STEP.MEDIATED: AskEffect.FINAL,
    _STEP.DECIDED: AskEffect.FINAL,
    _STEP.CLOSED: AskEffect.MOVES,
    _STEP.REFUSED: AskEffect.MOVES,
    _STEP.WITHDRAWN: AskEffect.COMPLAIN_FIRST,
    _STEP.NOT_A_COMPLAINT: AskEffect.COMPLAIN_FIRST,
}
"""At which step asking does what. Where it moves, the year and the office's own end still hold."""


def ask_effect(step: ComplaintStep, *, is_concluded: bool) -> AskEffect:
    """Return what asking does at a step.

    :param is_concluded: the ombuds function mediated, decided or refused it before
    """
    effect = ASK_EFFECTS[step]
    return AskEffect.FINAL if effect is AskEffect.MOVES and is_concluded else effect


class LastTermTrouble(StrEnum):
    """Why the office cannot set the first line this last term."""

    NO_REASON = "no-reason"
    PAST = "past"
    PAST_FIRST_LINE = "past-first-line"


def last_term_trouble(
    until: datetime, *, reason: str, first_line_by: datetime, at: datetime
) -> LastTermTrouble | None:
    """Return why the office cannot set the first line this last term; None where it can.

    Asking for the office never makes anything later: the last term ends within the first line's.
    """
    if not reason.strip():
        return LastTermTrouble.NO_REASON
    if in_utc(until) <= in_utc(at):
        return LastTermTrouble.PAST
    return LastTermTrouble.PAST_FIRST_LINE if in_utc(until) > in_utc(first_line_by) else None


def first_line_until(*, first_line_by: datetime, last_term: datetime | None) -> datetime:
    """Return until when the first line has a complaint; after it the ombuds function has it."""
    return first_line_by if last_term is None else min(first_line_by, last_term, key=in_utc)
