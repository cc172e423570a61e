"""Asking for the ombuds function on the website."""

from datetime import datetime

from debiet.cases import actions as cases
from debiet.complaints.actions.refusals import IsFinal, NoSuchStep, YearOver
from debiet.complaints.actions.walking import locked, note
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaint_escalation import AskEffect, ask_effect
from debiet.rules.complaints import ComplaintActor


@action(permission=Permission.NOTE_WISH)
def ask(*, complaint_id: int, words: str = "", by: Actor, at: datetime) -> None:
    """Write down that the customer asks for the ombuds function; asked twice it is asked once.

    :param words: what the customer itself says, here and now
    :raises NoSuchStep: if it is no complaint now
    :raises YearOver: if the time for it is over
    """
    complaint = locked(complaint_id, by=by)
    if words.strip():
        cases.add_words(case_id=complaint.case_id, text=words, by=by, at=at)
    effect = ask_effect(complaint.step, is_concluded=False)
    if effect is AskEffect.FINAL:
        raise IsFinal
    if effect is AskEffect.COMPLAIN_FIRST:
        raise NoSuchStep
    until = complaint.escalate_until
    if effect is AskEffect.MOVES and (until is None or at > until):
        raise YearOver
    if effect is not AskEffect.THERE_ALREADY and complaint.asked_for_ombuds_at is None:
        complaint.asked_for_ombuds_at = at
        noted = {"asked_for_ombuds": "here"}
        note(
            complaint,
            start=complaint.step,
            actor=ComplaintActor.CUSTOMER,
            noted=noted,
            by=by,
            at=at,
        )
