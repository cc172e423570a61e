"""Finding cases by whatever was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import F
from django.db.models.functions import Left

from debiet.cases.models import Case, CaseWords, Interaction
from debiet.cases.queries.topics import label_of
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.cases import CaseState
from debiet.rules.search import Excerpt, Sign, excerpt, fitness
from debiet.search.asking import Question
from debiet.search.fields import every
from debiet.staff.visibility import visible

NEWEST = 3000
"""A word that stands everywhere is found among the newest cases; the rest need not be read."""
CANDIDATES = 60
"""Of so many, the newest that fit, the best are shown."""
READ_TEXTS = 100
"""So many contacts of the shown cases are read for the words around what was found."""


@dataclass(frozen=True, slots=True)
class CaseFound:
    """A case that fits, with the piece of its texts in which it does."""

    case_id: int
    customer_id: int | None
    number: str
    subject: str
    who: str
    topic: str
    state: CaseState
    opened_at: datetime
    due_at: datetime | None
    at_risk_at: datetime | None
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class CasesFound:
    """The cases that fit, the best first.

    :param is_exact: number, address or phone is theirs
    :param is_guessed: none fitted what was typed as it was typed
    """

    rows: tuple[CaseFound, ...]
    is_exact: bool = False
    is_cut: bool = False
    is_guessed: bool = False


@query(personal=True)
def cases_found(question: Question, *, viewer: Actor, limit: int = 20) -> CasesFound:
    """Return cases by their exact number or the asker's, else by words; the best first."""
    asked = question.asked
    find = partial(_newest, viewer=viewer, limit=limit, newest=_newest_id())
    exact = _with_number(asked.value(Sign.CASE), viewer) or find(_signs(question))
    ids, parts, is_guessed = list(exact), [], False
    if not ids and asked.words:
        ids, parts = find(question.written), list(question.parts)
        is_guessed = not ids
        if len(ids) <= limit and question.meant:
            ids = list(dict.fromkeys(ids + find(question.meant)))
            parts += question.misspelled
    found = _rows(ids, viewer)
    found.sort(key=lambda row: _order(row, asked.words))
    shown = found[:limit]
    texts = _texts(
        [row["id"] for row in shown], [part for group in parts for part in group], viewer
    )
    rows = tuple(_found(row, texts.get(row["id"], Excerpt("", "", ""))) for row in shown)
    return CasesFound(rows, is_exact=bool(exact), is_cut=len(found) > limit, is_guessed=is_guessed)


def _with_number(number: str, viewer: Actor) -> list[int]:
    if not number:
        return []
    found = visible(Case.objects.filter(number=number), viewer)
    return list(found.values_list("id", flat=True))


def _signs(question: Question) -> str:
    """Return the question for exact numbers, which stand among a case's words with their kind."""
    asked = question.asked
    words = []
    if email := asked.value(Sign.EMAIL):
        words.append(f"email:{email}")
    if phone := asked.value(Sign.PHONE):
        words.append(f"phone:{phone[-8:]}")
    if number := asked.value(Sign.NUMBER):
        words.append(f"number:{number}")
    return every([words]) if words else ""


def _newest_id() -> int:
    """Return how far the numbering has come, which is no secret of any case."""
    return Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _newest(question: str, *, viewer: Actor, limit: int, newest: int) -> list[int]:
    """Return the newest cases whose words answer a question, more than `limit` if there are.

    First only the newest of all are looked at, one after the other: a common word is found there
    at once, while the index would name a million rows to choose the newest from. A word that is not
    common is named by the index, few rows.
    """
    if not question:
        return []
    ids = visible(CaseWords.objects.all(), viewer).values_list("case_id", flat=True)
    recent = ids.filter(case_id__gt=newest - NEWEST, words__holds_in_turn=question)
    found = list(recent.order_by("-case_id")[:CANDIDATES])
    if len(found) > limit or newest <= NEWEST:
        return found
    # Sorted by what is no index, so that the index of words is asked and not all rows in turn.
    return list(ids.filter(words__holds=question).order_by(-F("case_id"))[:CANDIDATES])


def _rows(ids: Iterable[int], viewer: Actor) -> list[Mapping[str, Any]]:
    keys = list(ids)
    if not keys:
        return []
    rows = visible(Case.objects.filter(pk__in=keys), viewer).annotate(
        customer_name=F("customer__name"), topic_labels=F("topic__labels")
    )
    return list(
        rows.values(
            "id", "customer_id", "number", "subject", "state", "opened_at", "due_at", "at_risk_at",
            "contact_name", "contact_email", "customer_name", "topic_labels",
        )
    )  # fmt: skip


def _order(row: Mapping[str, Any], words: tuple[str, ...]) -> tuple[Any, ...]:
    title = f"{row['number']} {row['subject']} {row['customer_name'] or ''} {row['contact_name']}"
    return fitness(words, title), row["state"] == CaseState.RESOLVED, -row["id"]


def _texts(ids: list[int], parts: list[str], viewer: Actor) -> dict[int, Excerpt]:
    """Return for each case the words around what was found, in the newest contact that has it."""
    if not ids:
        return {}
    said = visible(Interaction.objects.filter(case_id__in=ids, is_automatic=False), viewer)
    rows = said.order_by("-id").annotate(beginning=Left("text", 4000))
    best: dict[int, Excerpt] = {}
    for case_id, text in rows.values_list("case_id", "beginning")[:READ_TEXTS]:
        if case_id not in best or not best[case_id].found:
            piece = excerpt(text, parts)
            if piece.found or case_id not in best:
                best[case_id] = piece
    return best


def _found(row: Mapping[str, Any], piece: Excerpt) -> CaseFound:
    return CaseFound(
        case_id=row["id"],
        customer_id=row["customer_id"],
        number=row["number"],
        subject=row["subject"],
        who=row["customer_name"] or row["contact_name"] or row["contact_email"] or "",
        topic=label_of(row["topic_labels"]),
        state=CaseState(row["state"]),
        opened_at=row["opened_at"],
        due_at=row["due_at"],
        at_risk_at=row["at_risk_at"],
        excerpt=piece,
    )
