"""What cases write to people: the acknowledgement and the frame of every answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from debiet.cases import referral
from debiet.cases.models import Case
from debiet.cases.queries.notices import notices_about
from debiet.cases.queries.topics import label_of
from debiet.cases.signing import who_signs
from debiet.cases.status_code import status_code
from debiet.cases.subjects import subject_of
from debiet.cases.ways import House, correspondent, house, own_addresses, recipient_by
from debiet.clauses import queries as clauses
from debiet.clauses.queries import Composed, KeyedText
from debiet.core.actor import Actor
from debiet.core.dates import day_in_words, latest_day
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.correspondence import queries as messages
from debiet.correspondence.actions import Recipient
from debiet.customers import queries as customers
from debiet.rules.cases import Carrier, spoken_code
from debiet.rules.complaints import LetterKind, Regime
from debiet.rules.sms import first_that_fits
from debiet.staff.visibility import visible
from debiet.terms import queries as terms

ACKNOWLEDGEMENT = "acknowledgement"
ACKNOWLEDGEMENT_OF_SEVERAL = "acknowledgement-several"
ANSWER = "answer"
ANSWER_CLOSING = "answer-closing"
CONFIRMATION = "confirmation"
ANSWER_RATING = "answer-rating"
ANSWER_READY = "answer-ready"
STATUS_CODE = "status-code"
ANSWERS = frozenset({ANSWER, CONFIRMATION})
"""The purposes of what answers a customer: none leaves without saying where to go next."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words, with the clause versions that it used.

    :param parts: the codes of the clauses that the house put into it
    :param kind: what it is to a complaint, where its case is one
    :param referral: where the customer can go next, in the words in which it says that
    """

    subject: str
    text: str
    clause_version_ids: tuple[int, ...]
    parts: frozenset[str] = frozenset()
    kind: LetterKind = LetterKind.FINAL
    referral: str = ""


def recipient(case: Case, *, is_short: bool = False) -> Recipient | None:
    """Return where a message about a case goes, or None where nothing in writing arrives.

    :param is_short: whether all of it fits in a text message: an acknowledgement, a code
    """
    found = correspondent(case, is_short=is_short)
    return recipient_by(case, found, found.ways.written) if found.ways.written else None


def on_paper(case: Case) -> Recipient | None:
    """Return where a letter about a case goes when its e-mail did not arrive.

    None where no postal address is known, or letters came back from each.
    """
    linked = customers.reached(case.customer_id) if case.customer_id else None
    told = own_addresses(case)
    addresses = linked.addresses.before(told) if linked else told
    for lines in addresses.postal:
        if not messages.unreachable(Carrier.POST, ["\n".join(lines)], part=case.compartment):
            return Recipient(
                name=case.contact_name or lines[0],
                address="",
                language=case.language,
                carrier=Carrier.POST,
                postal_lines=lines,
                is_large_print=linked is not None and linked.wants_large_print,
            )
    return None


def status_link(case: Case) -> str:
    """Return the address of a case's status page, with its code."""
    code = status_code(case.number, case.code_version)
    path = reverse("portal:status-link", args=[case.number, code], urlconf="debiet.urls_portal")
    return settings.PORTAL_URL + path


def rating_link(case: Case) -> str:
    """Return the address where the asker says how we did, with the case's code."""
    code = status_code(case.number, case.code_version)
    path = reverse("portal:rate-link", args=[case.number, code], urlconf="debiet.urls_portal")
    return settings.PORTAL_URL + path


def values(case: Case, *, at: datetime) -> dict[str, str]:
    """Return what clauses may name in braces."""
    language = case.language
    with translation.override(language):
        term = _("as soon as we can")
        about = reference("case", case.number)
        promise, due_at = terms.promised(reference=about, language=language)
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
            "promise": promise,
            "status_link": status_link(case),
            "rating_link": rating_link(case),
            "code": spoken_code(status_code(case.number, case.code_version)),
            "utility": who_signs(case.compartment, language, at=at),
            "today": day_in_words(at.date(), language),
        }


def _composed(
    template: str,
    case: Case,
    filled_in: dict[str, str],
    *,
    house: House,
    at: datetime,
    referred: tuple[str, ...] | None = None,
) -> Composed:
    """Return a template filled in for a case.

    :param referred: the clauses that stand where it says where the customer can turn
    """
    return clauses.compose(
        template,
        language=case.language,
        values=filled_in,
        at=at,
        form=house.form_of_address,
        instead=None if referred is None else (referral.WHERE_TO_TURN, referred),
    )


def acknowledgement(case: Case, *, house: House, by_text: bool = False, at: datetime) -> Letter:
    """Return the message that says: we have your question, this is its number and its term.

    :param by_text: in the few words of a text message
    """
    filled_in = values(case, at=at)
    composed = _composed(ACKNOWLEDGEMENT, case, filled_in, house=house, at=at)
    with translation.override(case.language):
        subject = subject_of(ACKNOWLEDGEMENT, case, house, filled_in)
        if by_text:
            return Letter(subject, first_that_fits(_short_acknowledgements(filled_in)), ())
    notices = notices_about(case, language=case.language, at=at)
    text = "\n\n".join([composed.text, *(notice.text for notice in notices)])
    return Letter(subject, text, composed.version_ids)


def acknowledgement_of_several(cases: Sequence[Case], *, house: House, at: datetime) -> Letter:
    """Return one message about several cases that came with one letter, with all their numbers."""
    language = cases[0].language
    every = [values(case, at=at) for case in cases]
    listed = "\n\n".join(
        "{number}: {subject}\n{promise}\n{status_link} ({code})".format(**found) for found in every
    )
    numbers = ", ".join(case.number for case in cases)
    composed = _composed(
        ACKNOWLEDGEMENT_OF_SEVERAL,
        cases[0],
        every[0] | {"numbers": numbers, "questions": listed},
        house=house,
        at=at,
    )
    with translation.override(language):
        subject = _("We received your questions %(numbers)s") % {"numbers": numbers}
    return Letter(subject, composed.text, composed.version_ids)


def _short_acknowledgements(filled_in: dict[str, str]) -> list[str]:
    wordings = (
        _("%(utility)s: we have your question %(number)s. Answer %(term)s. %(status_link)s"),
        _("Question %(number)s: answer %(term)s. %(status_link)s"),
        "%(number)s %(status_link)s",
    )
    return [wording % filled_in for wording in wordings]


def answer(
    case: Case,
    *,
    text: str,
    closes: bool = False,
    kind: LetterKind = LetterKind.FINAL,
    at: datetime,
) -> Letter:
    """Return an answer as it leaves: the employee's words and what every answer ends with.

    :param closes: whether it closes the case; then it asks how we did
    :param kind: what it is to a complaint, where the case is one
    :raises AnswerWithoutReferral: if it cannot say where the customer can go next
    """
    filled_in, own = values(case, at=at), house(at=at)
    needed = referral.required(case, kind=kind, house=own, at=at)
    closing = _composed(ANSWER_CLOSING, case, filled_in, house=own, at=at, referred=needed)
    composed = [closing]
    if closes:
        composed.append(_composed(ANSWER_RATING, case, filled_in, house=own, at=at))
    with translation.override(case.language):
        subject = subject_of(ANSWER, case, own, filled_in)
    whole = "\n\n".join(part for part in (text, *(one.text for one in composed)) if part)
    versions = tuple(version for one in composed for version in one.version_ids)
    return _referring(Letter(subject, whole, versions, kind=kind), closing, needed)


def _referring(letter: Letter, composed: Composed, needed: tuple[str, ...]) -> Letter:
    """Return a letter with what it says of where the customer can go next.

    :raises AnswerWithoutReferral: if a clause for it has no approved text
    """
    parts = dict(composed.parts)
    referral.check(needed, parts)
    said = "\n\n".join(parts[code] for code in needed)
    return replace(letter, parts=frozenset(parts), referral=said)


def told_to_many(
    case: Case, *, template: str, words: Mapping[str, str], at: datetime
) -> tuple[str, tuple[int, ...]]:
    """Return what is said to all of an incident, as this asker reads it, and its clauses.

    :param template: of approved clauses, "" for none
    :param words: reviewed ones of this occasion, by language; they may name values in braces
    """
    filled_in = values(case, at=at)
    composed = _composed(template, case, filled_in, house=house(at=at), at=at)
    own = clauses.filled(words.get(case.language) or words.get("nl", ""), filled_in)
    return "\n\n".join(filter(None, (composed.text, own))), composed.version_ids


def answer_ready(case: Case, *, at: datetime) -> Letter:
    """Return the text message that says: your answer is ready, it is here."""
    filled_in = values(case, at=at)
    with translation.override(case.language):
        is_complaint = case.regime is not Regime.ORDINARY
        wordings = (
            _("%(utility)s: our answer to your complaint %(number)s is ready. %(status_link)s")
            if is_complaint
            else _("%(utility)s: our answer to your question %(number)s is ready. %(status_link)s"),
            "%(number)s %(status_link)s",
        )
        subject = subject_of(ANSWER, case, house(at=at), filled_in)
        words = first_that_fits([wording % filled_in for wording in wordings])
        return Letter(subject, words, ())


def code(case: Case, *, by_text: bool = False, at: datetime) -> Letter:
    """Return the message with the number and the code of a question, for who lost them."""
    filled_in, own = values(case, at=at), house(at=at)
    composed = _composed(STATUS_CODE, case, filled_in, house=own, at=at)
    with translation.override(case.language):
        subject = subject_of(STATUS_CODE, case, own, filled_in)
        if by_text:
            wordings = (
                _("%(utility)s: complaint %(number)s, new code %(code)s. %(status_link)s")
                if case.regime is not Regime.ORDINARY
                else _("%(utility)s: question %(number)s, new code %(code)s. %(status_link)s"),
                "%(number)s %(code)s %(status_link)s",
            )
            words = first_that_fits([wording % filled_in for wording in wordings])
            return Letter(subject, words, ())
    return Letter(subject, composed.text, composed.version_ids)


def confirmation(case: Case, *, asked: str, answered: str, at: datetime) -> Letter:
    """Return the message that confirms in writing what was asked and answered at once.

    :raises AnswerWithoutReferral: if it cannot say where the customer can go next
    """
    said, own = {"asked": asked, "answered": answered}, house(at=at)
    needed = referral.required(case, kind=LetterKind.FINAL, house=own, at=at)
    filled_in = values(case, at=at) | said
    composed = _composed(CONFIRMATION, case, filled_in, house=own, at=at, referred=needed)
    with translation.override(case.language):
        subject = subject_of(CONFIRMATION, case, own, filled_in)
    return _referring(Letter(subject, composed.text, composed.version_ids), composed, needed)


def by_template(
    case: Case,
    *,
    template: str,
    subject: str,
    words: Mapping[str, str],
    must_say: Mapping[str, str],
    at: datetime,
) -> Letter:
    """Return a letter made of approved texts, and at its end what they leave out of what it must.

    :param words: what the texts may name in braces beside the values of the case
    :param must_say: each by what shows that it is said, such as a number or a day
    """
    filled_in = {**values(case, at=at), **words}
    composed = _composed(template, case, filled_in, house=house(at=at), at=at)
    left_out = [sentence for sign, sentence in must_say.items() if sign not in composed.text]
    text = "\n\n".join(filter(None, (composed.text, *left_out)))
    return Letter(subject, text, composed.version_ids)


@query(personal=True)
def answer_preview(
    case_id: int,
    *,
    text: str,
    closes: bool = False,
    is_substantive: bool = True,
    viewer: Actor,
    at: datetime,
) -> Letter | None:
    """Return an answer as it would leave now, or None where the viewer may not see the case.

    :raises AnswerWithoutReferral: if it cannot say where the customer can go next
    """
    case = visible(Case.objects.filter(pk=case_id), viewer).select_related("topic").first()
    kind = kind_of(is_substantive=is_substantive)
    return answer(case, text=text, closes=closes, kind=kind, at=at) if case else None


def kind_of(*, is_substantive: bool) -> LetterKind:
    """Return what an answer is to a complaint: one that deals with the matter, or holds it."""
    return LetterKind.FINAL if is_substantive else LetterKind.HOLDING


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
    return _composed(template_code, case, values(case, at=at), house=house(at=at), at=at)


@query(personal=True)
def keyed_texts(
    case_id: int, *, keys: Sequence[str], viewer: Actor, at: datetime
) -> list[KeyedText]:
    """Return approved texts by their keys, filled in for a case, in its customer's language.

    None of them where the viewer may not see the case.
    """
    case = visible(Case.objects.filter(pk=case_id), viewer).select_related("topic").first()
    if case is None or not keys:
        return []
    return clauses.keyed_texts(
        keys,
        language=case.language,
        values=values(case, at=at),
        at=at,
        form=house(at=at).form_of_address,
    )
