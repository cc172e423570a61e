"""All that is kept about somebody, put together for machines, without others in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from debiet.cases.queries import CasePage, TimelineEntry
from debiet.core.own_data import Told
from debiet.customers.queries import CustomerFile
from debiet.retention.queries.asker import Asker, said_in
from debiet.retention.queries.terms import Kept
from debiet.rules.rights import Hidden, redacted


@dataclass(frozen=True, slots=True)
class Found:
    """What is kept about an asker.

    :param of_cases: what hangs on a case beside messages and notes, by its id
    :param besides: checks of callers, calls and mail that are in no case
    :param looked_at: when somebody opened the asker's file or cases
    :param partners: who handled cases for us
    :param employees: the names of all who work here, or did
    """

    pages: Sequence[CasePage]
    of_cases: Mapping[int, Sequence[Told]]
    besides: Sequence[Told]
    looked_at: Sequence[datetime]
    kept: Sequence[Kept]
    partners: Sequence[str]
    employees: Sequence[str]


class Redactor:
    """Hides what is of others in every text that passes."""

    def __init__(self, asker: Asker, found: Found, more: Sequence[str]) -> None:
        self.own = asker.own
        hidden = [Hidden(words, _("[hidden]")) for words in more]
        others = {one.name for one in asker.file.related} if asker.file else set()
        for page in found.pages:
            said = said_in(page)
            others |= {page.contact_name, *(entry.who for entry in said)}
            employee = _("[employee of %(team)s]") % {"team": page.team}
            hidden += [Hidden(entry.employee, employee) for entry in said if entry.employee]
        known = {one.words for one in hidden}
        colleagues = sorted(set(found.employees) - known)
        hidden += [Hidden(name, _("[employee]")) for name in colleagues]
        hidden += [Hidden(name, _("[somebody else]")) for name in sorted(others - known)]
        self._hidden = [(_flat(one.words), one) for one in hidden if one.words.strip()]

    def text(self, words: str) -> str:
        """Return words without others in them."""
        flat = _flat(words)
        return redacted(
            words, hidden=[one for name, one in self._hidden if name in flat], own=self.own
        )


def _flat(words: str) -> str:
    return " ".join(words.casefold().split())


def facts(asker: Asker, found: Found, redactor: Redactor) -> dict[str, Any]:
    """Return all there is, for machines."""
    return {
        "format": "debiet-own-data-2",
        "name": asker.name,
        "customer": _customer(asker.file, redactor) if asker.file else None,
        "cases": [
            _case(page, found.of_cases.get(page.case_id, ()), redactor) for page in found.pages
        ],
        "besides": [_told(one, redactor) for one in found.besides],
        "looked_at": [moment.isoformat() for moment in found.looked_at],
        "kept": [
            {"kind": str(one.kind), "ground": str(one.rule.ground), "months": one.months}
            for one in found.kept
        ],
        "partners": list(found.partners),
    }


def _customer(file: CustomerFile, redactor: Redactor) -> dict[str, Any]:
    return {
        "number": file.customer_id,
        "name": file.name,
        "other_names": [one.name for one in file.merged],
        "kind": str(file.segment),
        "language": file.language,
        "born_on": _day(file.born_on),
        "wants_large_print": file.wants_large_print,
        "recorded_at": file.created_at.isoformat(),
        "accounts": [
            {
                "number": account.number,
                "address": account.line,
                "addresses": [
                    {"address": span.line, **_span(span.valid_from, span.valid_until)}
                    for span in account.spans
                ],
            }
            for account in file.accounts
        ],
        "contact_points": [
            {
                "kind": str(point.kind),
                "value": point.value,
                "is_current": point.is_current,
                "verified_at": point.verified_at.isoformat() if point.verified_at else None,
                **_span(point.valid_from, point.valid_until),
            }
            for point in file.points
        ],
        "chosen_ways": [{"for": str(kind), "by": str(method)} for kind, method in file.ways],
        "notes": [
            {"at": note.written_at.isoformat(), "text": redactor.text(note.text)}
            for note in file.notes
        ],
        "related": [
            {"kind": str(one.kind), **_span(one.valid_from, one.valid_until)}
            for one in file.related
        ],
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _span(first: Any, end: Any) -> dict[str, str | None]:
    return {"from": _day(first), "until": _day(end)}


def _case(page: CasePage, more: Sequence[Told], redactor: Redactor) -> dict[str, Any]:
    ended = page.merged_into or page
    return {
        "number": page.number,
        "kind": str(page.kind),
        "regime": str(page.regime),
        "topic": page.topic,
        "subject": redactor.text(page.subject),
        "asked_by": redactor.text(page.contact_name),
        "email": redactor.text(page.contact_email),
        "phone": redactor.text(page.contact_phone),
        "opened_at": page.opened_at.isoformat(),
        "resolved_at": page.resolved_at.isoformat() if page.resolved_at else None,
        "handled_in": ended.number,
        "contacts": [_entry(entry, redactor) for entry in said_in(page)],
        "more": [_told(one, redactor) for one in more],
    }


def _entry(entry: TimelineEntry, redactor: Redactor) -> dict[str, Any]:
    return {
        "is_note": entry.is_note,
        "direction": str(entry.direction) if entry.direction else None,
        "carrier": str(entry.carrier) if entry.carrier else None,
        "happened_at": entry.happened_at.isoformat(),
        "by": redactor.text(entry.employee or entry.who),
        "text": redactor.text(entry.text),
        "quoted_text": redactor.text(entry.quoted_text),
        "files": [redactor.text(file.name) for file in entry.files],
    }


def _told(one: Told, redactor: Redactor) -> dict[str, Any]:
    return {
        "what": one.kind,
        "at": one.at.isoformat() if one.at else None,
        "text": redactor.text(one.text),
        "chosen": [{"of": group, "code": code} for group, code in one.coded],
    }
