"""Where a customer can go next: what each answer must say of it, by the rules it is answered by."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases.models import Case
from debiet.cases.queries.topics import topic_path
from debiet.cases.ways import House
from debiet.core.errors import Refused
from debiet.rules.complaint_referral import WHERE_TO_TURN, missing_clauses, required_parts
from debiet.rules.complaint_subject import theme_of
from debiet.rules.complaints import LetterKind, Regime


class AnswerWithoutReferral(Refused):
    """What an answer must say about where the customer can go next has no approved text."""

    code = "cases.answer-without-referral"
    message = _(
        "Nothing can leave yet: every answer says where the customer can turn, and the text "
        "“%(clause)s” for it is missing or not approved. Tell whoever sets up the texts."
    )


def required(case: Case, *, kind: LetterKind, house: House, at: datetime) -> tuple[str, ...]:
    """Return the codes of the clauses that a message about a case must hold, in order."""
    second_line = house.second_line(on=timezone.localtime(at).date())
    if case.regime is Regime.ORDINARY:
        return required_parts(Regime.ORDINARY, theme="", second_line=second_line)
    return required_parts(
        Regime(case.regime),
        theme=case.referral_theme or theme_of(topic_path(case.topic.code), second_line),
        second_line=second_line,
        kind=kind,
    )


def check(needed: Collection[str], present: Collection[str]) -> None:
    """Refuse a message that does not say where the customer can go next.

    :raises AnswerWithoutReferral: with the first text that it lacks
    """
    for clause in missing_clauses(needed, present):
        raise AnswerWithoutReferral(clause=clause)


__all__ = ["WHERE_TO_TURN", "AnswerWithoutReferral", "check", "required"]
