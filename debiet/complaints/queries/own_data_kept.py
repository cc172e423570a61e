"""What is kept of complaints beside messages and notes, for whoever asks what is kept about it.

Retention lies below complaints and finds this by its name in the settings.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q

from debiet.complaints.models import (
    Complaint,
    ComplaintDraft,
    ComplaintEntry,
    ComplaintLetter,
    ComplaintWay,
    ExternalReview,
    GuaranteeExemption,
    OmbudsFinding,
    OmbudsQuestion,
    OmbudsRemedy,
    ReviewEntry,
)
from debiet.core.actor import Actor
from debiet.core.own_data import Told, chosen
from debiet.core.reading import query
from debiet.rules.complaint_letters import DraftState
from debiet.staff.visibility import visible

Found = Iterator[tuple[int, Told]]


@query(personal=True)
def own_data(case_ids: Collection[int], *, viewer: Actor) -> dict[int, list[Told]]:
    """Return what the viewer sees of the complaints of some cases, by case.

    A complaint that went to the ombuds function stands in its part of the house, and is told by
    whoever sees that part.
    """
    of_cases = Q(case__in=case_ids) | Q(office_case__in=case_ids)
    rows = visible(Complaint.objects.filter(of_cases), viewer).order_by("id")
    complaints = {row.pk: row for row in rows}
    homes = {
        key: row.case_id if row.case_id in case_ids else row.office_case_id or row.case_id
        for key, row in complaints.items()
    }
    found = defaultdict[int, list[Told]](list)
    for key, complaint in complaints.items():
        found[homes[key]].append(_complaint(complaint))
    for parts in (_way, _letters, _office):
        for key, told in parts(list(complaints), viewer):
            found[homes[key]].append(told)
    for case_id, told in _reviews(case_ids, viewer):
        found[case_id].append(told)
    return dict(found)


def _complaint(row: Complaint) -> Told:
    coded = chosen(
        ("complaint-step", row.step),
        ("component", row.component),
        ("theme", row.theme),
        ("root-cause", row.root_cause),
        ("complaint-ground", row.ground),
        ("takeover", row.takeover),
        ("assessment", row.assessment),
        ("outcome", row.outcome),
        *(("norm", code) for code in row.norms),
    )
    return Told("complaint", row.expressed_at, row.municipality, coded)


def _way(complaint_ids: list[int], viewer: Actor) -> Found:
    ways = visible(ComplaintWay.objects.filter(complaint__in=complaint_ids), viewer)
    for way in ways.order_by("id"):
        coded = chosen(("carrier", way.carrier), ("route", way.route))
        yield way.complaint_id, Told("complaint-way", way.received_at, "", coded)
    entries = visible(ComplaintEntry.objects.filter(complaint__in=complaint_ids), viewer)
    for entry in entries.order_by("id"):
        coded = chosen(("complaint-step", entry.end), ("complaint-actor", entry.actor))
        yield entry.complaint_id, Told("complaint-step", entry.happened_at, entry.reason, coded)


def _judged(row: Any, group: str) -> tuple[tuple[str, str], ...]:
    """Return what a letter or the draft of one decides."""
    return chosen(
        (group, row.kind),
        ("assessment", row.assessment),
        ("outcome", row.outcome),
        ("complaint-ground", row.ground),
        *(("norm", code) for code in row.norms),
    )


def _letters(complaint_ids: list[int], viewer: Actor) -> Found:
    """Yield what letters decided, and letters that are written and did not leave."""
    letters = visible(ComplaintLetter.objects.filter(complaint__in=complaint_ids), viewer)
    for letter in letters.order_by("id"):
        coded = _judged(letter, "complaint-letter")
        yield letter.complaint_id, Told("complaint-letter", letter.written_at, letter.reason, coded)
    drafts = ComplaintDraft.objects.filter(complaint__in=complaint_ids)
    waiting = drafts.filter(state__in=(DraftState.OPEN, DraftState.SENT_BACK, DraftState.WAITING))
    for draft in visible(waiting, viewer).order_by("id"):
        words = "\n".join(part for part in (draft.text, draft.reason, draft.remark) if part)
        coded = _judged(draft, "complaint-letter")
        yield draft.complaint_id, Told("complaint-draft", draft.saved_at, words, coded)
    exemptions = visible(GuaranteeExemption.objects.filter(complaint__in=complaint_ids), viewer)
    for one in exemptions.order_by("id"):
        words = "\n".join(part for part in (one.reason, one.decision_reason) if part)
        coded = chosen(
            ("guarantee", one.guarantee),
            ("exemption-ground", one.ground),
            ("exemption-step", one.step),
        )
        yield one.complaint_id, Told("exemption", one.proposed_at, words, coded)


def _office(complaint_ids: list[int], viewer: Actor) -> Found:
    """Yield what the ombuds function found, asked and proposed, for who sees its part."""
    about = "file__complaint_id"
    of_these = {f"{about}__in": complaint_ids}
    questions = visible(OmbudsQuestion.objects.filter(**of_these), viewer).order_by("id")
    for asked_at, words, answer, key in questions.values_list("asked_at", "words", "answer", about):
        said = f"{words}\n{answer}".strip()
        yield key, Told("explanation", asked_at, said)
    findings = visible(OmbudsFinding.objects.filter(**of_these), viewer).order_by("id")
    for found_at, text, key in findings.values_list("found_at", "text", about):
        yield key, Told("finding", found_at, text)
    remedies = visible(OmbudsRemedy.objects.filter(**of_these), viewer).order_by("id")
    for remedy in remedies.select_related("file"):
        words = f"{remedy.words} {remedy.amount or ''}".strip()
        coded = chosen(("remedy-kind", remedy.kind), ("remedy-step", remedy.step))
        yield remedy.file.complaint_id, Told("remedy", None, words, coded)


def _reviews(case_ids: Collection[int], viewer: Actor) -> Found:
    """Yield what bodies of the second line raised, asked and concluded."""
    reviews = visible(ExternalReview.objects.filter(case__in=case_ids), viewer)
    for review in reviews.order_by("id"):
        coded = chosen(
            ("review-body", review.body),
            ("review-step", review.step),
            ("agreement", review.agreement),
        )
        words = (review.their_reference, review.conclusion, review.recommendation)
        said = "\n".join(part for part in words if part)
        yield review.case_id, Told("review", review.raised_at, said, coded)
    entries = visible(ReviewEntry.objects.filter(review__case__in=case_ids), viewer)
    for entry in entries.select_related("review").order_by("id"):
        said = "\n".join(part for part in (entry.words, entry.recommendation) if part)
        coded = chosen(("review-entry", entry.end))
        yield entry.review.case_id, Told("review-step", entry.happened_at, said, coded)
