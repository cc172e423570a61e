"""What complaints write by themselves: the acknowledgement, with the parts it must have."""

from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.cases import queries as cases
from debiet.cases.actions import Composing
from debiet.complaints.models import Complaint
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.complaints.queries.second_line import BODY_NAMES, second_line
from debiet.core.dates import day_in_words, latest_day
from debiet.core.references import reference
from debiet.rules.complaint_letters import added
from debiet.rules.complaints import LetterKind, LetterPart, missing_parts
from debiet.rules.sla import Milestone
from debiet.terms import queries as clocks

ACKNOWLEDGEMENT = "complaint-acknowledgement"
OFFICE_ACKNOWLEDGEMENT = "ombuds-acknowledgement"
RECEIPT = "complaint-receipt"
FIRST_LINE = gettext_lazy("our customer service (Service & Sales)")
OMBUDS = gettext_lazy("our ombuds function")


class Choice(StrEnum):
    """What a customer chooses in its complaint."""

    ACCEPT = "accept"
    WITHDRAW = "withdraw"
    OMBUDS = "ombuds"


CHOSEN = {
    Choice.ACCEPT: gettext_lazy("Our answer is accepted."),
    Choice.WITHDRAW: gettext_lazy("The complaint is taken back. We answer it no more."),
    Choice.OMBUDS: gettext_lazy("Our ombuds function is asked to look into the complaint."),
}
"""What each says, in no form of address: letters say it as the house writes."""


def receipt(complaint: Complaint, choice: Choice, *, at: datetime) -> Composing:
    """Return the proof that we have what the customer chose, in its language."""
    language = complaint.case.language
    with translation.override(language):
        number, chosen = complaint.case.number, str(CHOSEN[choice])
        day = day_in_words(timezone.localtime(at).date(), language)
        return Composing(
            template=RECEIPT,
            subject=_("We have your choice in complaint %(number)s") % {"number": number},
            values={"chosen": chosen, "received_on": day},
            must_say={
                number: _("Number of the complaint: %s") % number,
                day: _("Received on: %s") % day,
                chosen: chosen,
            },
        )


def acknowledgement(complaint: Complaint, *, at: datetime) -> Composing:
    """Return what acknowledges a complaint, in its customer's language.

    Of one that the ombuds function has, it is the office that says so.
    """
    language = complaint.case.language
    with translation.override(language):
        parts = _parts(complaint, language, at=at)
        if missing := missing_parts(LetterKind.ACKNOWLEDGEMENT, frozenset(parts)):
            raise ValueError(f"an acknowledgement says {', '.join(missing)} as well")
        said = {"number": complaint.case.number}
        values = {part.replace("-", "_"): value for part, (value, _words) in parts.items()}
        values["first_line_by"] = _first_line_by(complaint, language)
        if complaint.office_case_id is not None:
            return Composing(
                template=OFFICE_ACKNOWLEDGEMENT,
                subject=_("Our ombuds function has your complaint %(number)s") % said,
                values=values,
                must_say=dict(parts.values()),
            )
        return Composing(
            template=ACKNOWLEDGEMENT,
            subject=_("We received your complaint %(number)s") % said,
            values=values,
            must_say=dict(parts.values()),
        )


def with_own_parts(complaint: Complaint, kind: LetterKind, text: str, *, at: datetime) -> str:
    """Return what somebody wrote, and at its end what the house says that its words leave out.

    An acknowledgement by hand says all that one by itself says. A holding letter says by when: the
    term stays where it was.
    """
    asked = {
        LetterKind.ACKNOWLEDGEMENT: added(kind),
        LetterKind.HOLDING: (LetterPart.ANSWER_BY,),
    }.get(kind, ())
    language = complaint.case.language
    with translation.override(language):
        parts = _parts(complaint, language, at=at) if asked else {}
        said = (
            parts[part] for part in asked if part in parts and part is not LetterPart.WHERE_NEXT
        )
        lines = [sentence for sign, sentence in said if sign not in text]
    return "\n\n".join([text.rstrip(), *lines])


def holding(complaint: Complaint, *, words: str, until: date) -> str:
    """Return what says that the office needs longer: its words, and by when it answers."""
    language = complaint.case.language
    with translation.override(language):
        number = _("Number of the complaint: %s") % complaint.case.number
        answer_by = _("We expect to answer by: %s") % day_in_words(until, language)
        return "\n\n".join((words.strip(), f"{number}\n{answer_by}"))


def _parts(
    complaint: Complaint, language: str, *, at: datetime
) -> dict[LetterPart, tuple[str, str]]:
    """Return each part with its value, and the sentence that says it where no text does."""
    handler = OMBUDS if complaint.office_case else FIRST_LINE
    next_after = (
        _("Not satisfied with our decision? Then you can turn to: %s")
        if complaint.office_case
        else _("Not satisfied with the answer? Then our ombuds function is next, and after it: %s")
    )
    said = {
        LetterPart.NUMBER: (complaint.case.number, _("Number of the complaint: %s")),
        LetterPart.RECEIVED_ON: (
            day_in_words(timezone.localtime(complaint.expressed_at).date(), language),
            _("Received on: %s"),
        ),
        LetterPart.ANSWER_BY: (_answer_by(complaint, language), _("Answer no later than: %s")),
        LetterPart.WHO_HANDLES: (
            str(handler),
            _("Handled by: %s"),
        ),
        LetterPart.WHERE_NEXT: (
            _bodies(complaint, at=at),
            next_after,
        ),
    }
    return {part: (value, words % value) for part, (value, words) in said.items()}


def _answer_by(complaint: Complaint, language: str) -> str:
    """Return the final day for the answer: by its clock, else as the law has it."""
    due_at = _due(complaint).get(Milestone.COMPLAINT_ANSWER)
    started = complaint.expressed_at
    if due_at is None:
        due_at = days_of_law().calendar_days_due(started, periods_on(at=started).handled)
    return day_in_words(latest_day(due_at), language)


def _due(complaint: Complaint) -> dict[Milestone, datetime | None]:
    case = complaint.office_case or complaint.case
    return clocks.due_by_milestone(reference=reference("complaint", case.number))


def _first_line_by(complaint: Complaint, language: str) -> str:
    due_at = None if complaint.office_case else _due(complaint).get(Milestone.FIRST_LINE)
    return day_in_words(latest_day(due_at), language) if due_at else _answer_by(complaint, language)


def _bodies(complaint: Complaint, *, at: datetime) -> str:
    case = complaint.office_case or complaint.case
    path = cases.topic_path(case.topic.code)
    found = second_line(complaint.theme or case.referral_theme, path, at=at)
    return ", ".join(BODY_NAMES[body] for body in found)
