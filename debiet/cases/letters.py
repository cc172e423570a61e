"""What cases write to people: the acknowledgement and the frame of every answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from debiet.cases.models import Case
from debiet.cases.queries.page import answered_at
from debiet.cases.queries.topics import label_of
from debiet.cases.status_code import status_code
from debiet.clauses import queries as clauses
from debiet.clauses.queries import Composed
from debiet.core.actor import Actor
from debiet.core.dates import day_in_words, latest_day
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.correspondence.actions import Recipient
from debiet.rules.cases import spoken_code
from debiet.staff.visibility import visible
from debiet.terms import queries as terms

ACKNOWLEDGEMENT = "acknowledgement"
ACKNOWLEDGEMENT_OF_SEVERAL = "acknowledgement-several"
ANSWER = "answer"
ANSWER_CLOSING = "answer-closing"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words, with the clause versions that it used."""

    subject: str
    text: str
    clause_version_ids: tuple[int, ...]


def recipient(case: Case) -> Recipient:
    """Return where messages about a case go: where it came from, else the linked customer's own."""
    return Recipient(name=case.contact_name, address=answered_at(case), language=case.language)


def status_link(case: Case) -> str:
    """Return the address of a case's status page, with its code."""
    code = status_code(case.number, case.code_version)
    path = reverse("portal:status-link", args=[case.number, code], urlconf="debiet.urls_portal")
    return settings.PORTAL_URL + path


def values(case: Case, *, at: datetime) -> dict[str, str]:
    """Return what clauses may name in braces."""
    language = case.language
    with translation.override(language):
        term = _("as soon as we can")
        about = reference("case", case.number)
        due_at = terms.promised_at(reference=about)
        if due_at is not None:
            term = _("by %(day)s at the latest") % {
                "day": day_in_words(latest_day(due_at), language)
            }
        return {
            "name": case.contact_name or _("customer"),
            "number": case.number,
            "subject": case.subject,
            "topic": label_of(case.topic.labels, language),
            "term": term,
            "promise": terms.promise_of(reference=about, language=language),
            "status_link": status_link(case),
            "code": spoken_code(status_code(case.number, case.code_version)),
            "utility": settings.UTILITY_NAME,
            "today": day_in_words(at.date(), language),
        }


def acknowledgement(case: Case, *, at: datetime) -> Letter:
    """Return the message that says: we have your question, this is its number and its term."""
    composed = clauses.compose(
        ACKNOWLEDGEMENT, language=case.language, values=values(case, at=at), at=at
    )
    with translation.override(case.language):
        subject = _("We received your question %(number)s") % {"number": case.number}
    return Letter(subject, composed.text, composed.version_ids)


def acknowledgement_of_several(cases: Sequence[Case], *, at: datetime) -> Letter:
    """Return one message about several cases that came with one letter, with all their numbers."""
    language = cases[0].language
    every = [values(case, at=at) for case in cases]
    listed = "\n\n".join(
        "{number}: {subject}\n{promise}\n{status_link} ({code})".format(**found) for found in every
    )
    numbers = ", ".join(case.number for case in cases)
    composed = clauses.compose(
        ACKNOWLEDGEMENT_OF_SEVERAL,
        language=language,
        values=every[0] | {"numbers": numbers, "questions": listed},
        at=at,
    )
    with translation.override(language):
        subject = _("We received your questions %(numbers)s") % {"numbers": numbers}
    return Letter(subject, composed.text, composed.version_ids)


def answer(case: Case, *, text: str, at: datetime) -> Letter:
    """Return an answer as it leaves: the employee's words and what every answer ends with."""
    filled_in = values(case, at=at)
    closing = clauses.compose(ANSWER_CLOSING, language=case.language, values=filled_in, at=at)
    with translation.override(case.language):
        subject = _("Answer to your question %(number)s: %(subject)s") % {
            "number": case.number,
            "subject": case.subject,
        }
    return Letter(subject, f"{text}\n\n{closing.text}".strip(), closing.version_ids)


@query(personal=True)
def answer_preview(case_id: int, *, text: str, viewer: Actor, at: datetime) -> Letter | None:
    """Return an answer as it would leave now, or None where the viewer may not see the case."""
    case = visible(Case.objects.filter(pk=case_id), viewer).select_related("topic").first()
    return answer(case, text=text, at=at) if case else None


@query(personal=True)
def template_text(
    case_id: int, *, template_code: str, viewer: Actor, at: datetime
) -> Composed | None:
    """Return an answer template filled in for a case, in its customer's language.

    None where the viewer may not see the case.
    """
    case = visible(Case.objects.filter(pk=case_id), viewer).select_related("topic").first()
    if case is None:
        return None
    return clauses.compose(template_code, language=case.language, values=values(case, at=at), at=at)
