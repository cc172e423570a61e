"""What somebody gets to see of its own data: a ZIP with a file for machines and one to read.

Data of others is hidden by rule (`debiet/rules/rights.py`) before anything is written.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from debiet.cases.queries import CasePage, TimelineEntry
from debiet.core.dates import day_in_words
from debiet.core.pdf import compiled
from debiet.customers.queries import CustomerCard
from debiet.rules.rights import Hidden, redacted

FIXED = (2026, 1, 1, 0, 0, 0)
"""The moment in every ZIP's list: the same data gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose data it is, with what is its own and so is not hidden."""

    name: str
    own: tuple[str, ...]
    card: CustomerCard | None
    language: str


@dataclass(frozen=True, slots=True)
class Given:
    """A file that goes along, because a person said so."""

    name: str
    content: bytes


class Redactor:
    """Hides what is of others in every text that passes."""

    def __init__(self, asker: Asker, pages: Sequence[CasePage], more: Sequence[str]) -> None:
        self.own = asker.own
        self.hidden = [Hidden(words, _("[hidden]")) for words in more]
        for page in pages:
            employee = _("[employee of %(team)s]") % {"team": page.team}
            self.hidden += [
                Hidden(entry.employee, employee) for entry in page.timeline if entry.employee
            ]
            others = {page.contact_name, *(entry.who for entry in page.timeline)}
            self.hidden += [Hidden(name, _("[somebody else]")) for name in sorted(others) if name]

    def text(self, words: str) -> str:
        """Return words without others in them."""
        return redacted(words, hidden=self.hidden, own=self.own)


def facts(asker: Asker, pages: Sequence[CasePage], redactor: Redactor) -> dict[str, Any]:
    """Return all there is, for machines."""
    return {
        "format": "debiet-own-data-1",
        "name": asker.name,
        "customer": _customer(asker.card),
        "cases": [_case(page, redactor) for page in pages],
    }


def _customer(card: CustomerCard | None) -> dict[str, Any] | None:
    if card is None:
        return None
    return {
        "number": card.customer_id,
        "name": card.name,
        "language": card.language,
        "accounts": [{"number": number, "address": line} for number, line in card.accounts],
        "contact_points": [
            {"kind": str(kind), "value": value} for kind, value in card.contact_points
        ],
    }


def _case(page: CasePage, redactor: Redactor) -> dict[str, Any]:
    return {
        "number": page.number,
        "topic": page.topic,
        "subject": redactor.text(page.subject),
        "opened_at": page.opened_at.isoformat(),
        "resolved_at": page.resolved_at.isoformat() if page.resolved_at else None,
        "contacts": [_entry(entry, redactor) for entry in page.timeline],
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


def overview(asker: Asker, told: dict[str, Any]) -> bytes:
    """Return the same to be read, as PDF."""
    with translation.override(asker.language):
        sections = [_who(asker, told)]
        for case in told["cases"]:
            opened = datetime.fromisoformat(case["opened_at"])
            lines = [_line(entry, asker.language) for entry in case["contacts"]]
            title = f"{case['number']} · {case['topic']}"
            day = day_in_words(timezone.localtime(opened).date(), asker.language)
            sections.append({"title": title, "lines": [{"label": "", "text": day}, *lines]})
        data = {
            "title": _("What we keep about you"),
            "intro": _(
                "Names and addresses of others are left out. The same stands in data.json, for "
                "machines."
            ),
            "language": asker.language,
            "sections": sections,
        }
    return compiled("debiet.retention", "overview.typ", {"overview": json.dumps(data)})


def _who(asker: Asker, told: dict[str, Any]) -> dict[str, Any]:
    lines = [{"label": _("Name"), "text": asker.name}]
    if told["customer"]:
        lines += [
            {"label": _("Customer number"), "text": f"{row['number']}: {row['address']}"}
            for row in told["customer"]["accounts"]
        ]
        lines += [
            {"label": _("How we reach you"), "text": row["value"]}
            for row in told["customer"]["contact_points"]
        ]
    return {"title": _("You"), "lines": lines}


def _line(entry: dict[str, Any], language: str) -> dict[str, str]:
    moment = timezone.localtime(datetime.fromisoformat(entry["happened_at"]))
    day = day_in_words(moment.date(), language)
    who = _("note of an employee") if entry["is_note"] else entry["by"]
    return {"label": f"{day}, {who}", "text": entry["text"]}


def packed(told: dict[str, Any], read: bytes, given: Sequence[Given]) -> bytes:
    """Return the ZIP; the same data gives the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as whole:
        data = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
        _add(whole, "data.json", data.encode())
        _add(whole, "overview.pdf", read)
        for number, file in enumerate(given, start=1):
            _add(whole, f"files/{number:03}-{Path(file.name).name}", file.content)
    return written.getvalue()


def _add(whole: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, FIXED)
    info.compress_type = zipfile.ZIP_DEFLATED
    whole.writestr(info, content)
