"""A complaint's file as one PDF: cover, index, pieces, and the files behind them."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pypdf import PdfReader, PdfWriter

from debiet.cases.words import CARRIERS
from debiet.complaints import words
from debiet.complaints.bundle_files import Annex
from debiet.complaints.queries.bundling import Piece, Pieces
from debiet.complaints.queries.second_line import BODY_NAMES
from debiet.core.dates import day_in_words, latest_day
from debiet.core.pdf import compiled
from debiet.rules import letters
from debiet.rules.cases import Direction
from debiet.rules.complaint_bundle import PieceKind


@dataclass(frozen=True, slots=True)
class Composed:
    """A bundle, and how many pages it has."""

    content: bytes
    page_count: int


def compose(
    pieces: Pieces,
    chosen: Sequence[Piece],
    annexes: Mapping[str, Sequence[Annex]],
    *,
    language: str,
    at: datetime,
) -> Composed:
    """Return a bundle of some pieces, in the order in which they are given.

    Its pages come first and the pages of files after them; other files stand inside the PDF.
    """
    with translation.override(language):
        facts = _facts(pieces, chosen, annexes, language=language, at=at)
    made = compiled("debiet.complaints", "bundle.typ", {"bundle": json.dumps(facts)})
    return _bound(made, chosen, annexes)


def _bound(
    first: bytes, chosen: Sequence[Piece], annexes: Mapping[str, Sequence[Annex]]
) -> Composed:
    whole = PdfWriter(clone_from=io.BytesIO(first))
    for number, place, annex in _numbered(chosen, annexes):
        name = letters.printable(f"{number}.{place} {annex.info.name}")
        if annex.pages:
            whole.append(PdfReader(io.BytesIO(annex.pages)), outline_item=name)
        elif annex.content:
            whole.add_attachment(name, annex.content)
    written = io.BytesIO()
    whole.write(written)
    return Composed(written.getvalue(), len(whole.pages))


def _numbered(
    chosen: Sequence[Piece], annexes: Mapping[str, Sequence[Annex]]
) -> list[tuple[int, int, Annex]]:
    return [
        (number, place, annex)
        for number, piece in enumerate(chosen, start=1)
        for place, annex in enumerate(annexes[piece.code], start=1)
    ]


def _facts(
    pieces: Pieces,
    chosen: Sequence[Piece],
    annexes: Mapping[str, Sequence[Annex]],
    *,
    language: str,
    at: datetime,
) -> dict[str, Any]:
    offsets = _offsets(chosen, annexes)
    title = _("File for %(body)s") % {"body": BODY_NAMES[pieces.body]}
    return {
        "title": title,
        "language": language,
        "utility": settings.UTILITY_NAME,
        "footer": f"{settings.UTILITY_NAME} · {pieces.number}",
        "cover": _cover(pieces, chosen, language, at),
        "notices": _notices(annexes),
        "annex_pages": sum(one.page_count for some in annexes.values() for one in some),
        "words": {
            "index": _("Index"),
            "number": _("No."),
            "day": _("Date"),
            "piece": _("Piece"),
            "page_short": _("Page"),
            "page": _("page {page} of {pages}"),
            "annex": _("Attached file"),
            "quoted": _("Earlier text that was sent along:"),
        },
        "pieces": [
            _piece(str(number), one, annexes[one.code], offsets, language)
            for number, one in enumerate(chosen, start=1)
        ],
    }


def _cover(pieces: Pieces, chosen: Sequence[Piece], language: str, at: datetime) -> list[list[str]]:
    rows = [
        [_("Your reference"), pieces.their_reference],
        [_("Our reference"), pieces.number],
        [_("About"), pieces.subject],
        [_("Customer"), pieces.customer],
        [_("Put together on"), day_in_words(timezone.localtime(at).date(), language)],
        [_("Pieces"), str(len(chosen))],
    ]
    return [[label, letters.printable(value)] for label, value in rows if value]


def _notices(annexes: Mapping[str, Sequence[Annex]]) -> list[str]:
    every = [one for some in annexes.values() for one in some]
    left_out = sum(1 for one in every if one.left_out)
    found = []
    if left_out:
        found.append(
            ngettext(
                "%(count)s file is named in the index and not included; the index says why.",
                "%(count)s files are named in the index and not included; the index says why.",
                left_out,
            )
            % {"count": left_out}
        )
    if any(one.content for one in every):
        found.append(_("Files that have no pages are attached inside this PDF."))
    return found


def _offsets(
    chosen: Sequence[Piece], annexes: Mapping[str, Sequence[Annex]]
) -> dict[tuple[str, int], int]:
    """Return how many pages of files stand before each file with pages, by piece and place."""
    found, passed = dict[tuple[str, int], int](), 0
    for number, place, annex in _numbered(chosen, annexes):
        if annex.pages:
            found[str(number), place] = passed
            passed += annex.page_count
    return found


def _piece(
    number: str,
    piece: Piece,
    annexes: Sequence[Annex],
    offsets: Mapping[tuple[str, int], int],
    language: str,
) -> dict[str, Any]:
    return {
        "number": number,
        "day": _short_day(piece.happened_at),
        "title": _title(piece),
        "head": [f"{_moment(piece.happened_at, language)}"] if not piece.lines else [],
        "lines": _ledger(piece, language),
        "paragraphs": letters.paragraphs(piece.text),
        "quoted": letters.paragraphs(piece.quoted_text),
        "annexes": [
            {
                "number": f"{number}.{place}",
                "name": letters.printable(annex.info.name),
                "note": _note(annex),
                "offset": offsets.get((number, place)),
            }
            for place, annex in enumerate(annexes, start=1)
        ],
    }


def _title(piece: Piece) -> str:
    kind = str(words.PIECES[piece.kind])
    who = letters.printable(piece.who)
    if piece.kind is PieceKind.LEDGER and piece.is_ombuds:
        return f"{kind}: {_('the ombuds function')}"
    if piece.direction is None:
        return f"{kind}: {who}" if piece.who and piece.is_ombuds else kind
    way = str(CARRIERS[piece.carrier]) if piece.carrier else ""
    if piece.direction is Direction.IN:
        return _("%(kind)s from %(who)s (%(way)s)") % {
            "kind": kind,
            "who": who or _("the customer"),
            "way": way,
        }
    return _("%(kind)s from us to the customer (%(way)s)") % {"kind": kind, "way": way}


def _ledger(piece: Piece, language: str) -> list[list[str]]:
    if not piece.lines:
        return []
    rows = [
        [
            _moment(line.happened_at, language),
            f"{words.LETTERS[line.letter] if line.letter else words.STEPS[line.step]}"
            f" ({words.ACTORS[line.actor]})",
        ]
        for line in piece.lines
    ]
    if piece.due_at is None:
        return rows
    return [
        [_("Counts from"), _moment(piece.happened_at, language)],
        [_("Answer due by"), day_in_words(latest_day(piece.due_at), language)],
        *rows,
    ]


def _note(annex: Annex) -> str:
    if annex.left_out:
        return str(words.LEFT_OUT[annex.left_out])
    if annex.content:
        return _("attached inside this PDF")
    return ngettext("%(count)s page", "%(count)s pages", annex.page_count) % {
        "count": annex.page_count
    }


def _moment(moment: datetime, language: str) -> str:
    local = timezone.localtime(moment)
    return f"{day_in_words(local.date(), language)}, {local:%H:%M}"


def _short_day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}"
