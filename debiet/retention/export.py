"""What somebody gets to see of its own data: a ZIP with a file for machines and one to read.

Data of others is hidden (`debiet/retention/own_data.py`) before anything is written.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from debiet.core.dates import day_in_words
from debiet.core.pdf import compiled
from debiet.retention.queries.asker import Asker

FIXED = (2026, 1, 1, 0, 0, 0)
"""The moment in every ZIP's list: the same data gives the same bytes."""

Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """A file that goes along, because a person said so."""

    name: str
    content: bytes


def overview(asker: Asker, told: dict[str, Any]) -> bytes:
    """Return the same to be read, as PDF."""
    with translation.override(asker.language):
        data = {
            "title": _("What we keep about you"),
            "intro": _(
                "Names and addresses of others are left out. The same stands in data.json, for "
                "machines."
            ),
            "language": asker.language,
            "sections": list(_sections(asker, told)),
        }
    return compiled("debiet.retention", "overview.typ", {"overview": json.dumps(data)})


def _sections(asker: Asker, told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    language = asker.language
    yield {"title": _("You"), "lines": _you(asker, told)}
    yield {"title": _("Why we keep it, and for how long"), "lines": _why(told)}
    for case in told["cases"]:
        opened = datetime.fromisoformat(case["opened_at"])
        day = day_in_words(timezone.localtime(opened).date(), language)
        lines = [{"label": "", "text": day}]
        lines += [_entry(entry, language) for entry in case["contacts"]]
        lines += [_told(one, language) for one in case["more"]]
        yield {"title": f"{case['number']} · {case['topic']}", "lines": lines}
    if told["besides"]:
        lines = [_told(one, language) for one in told["besides"]]
        yield {"title": _("Besides your questions"), "lines": lines}
    if told["looked_at"]:
        moments = [timezone.localtime(datetime.fromisoformat(one)) for one in told["looked_at"]]
        days = dict.fromkeys(day_in_words(moment.date(), language) for moment in moments)
        text = "\n".join(days)
        yield {"title": _("When employees opened it"), "lines": [{"label": "", "text": text}]}


def _word(code: str, group: str) -> str:
    # Words for codes are the desk's, which lies above; the settings name them.
    return str(import_string(settings.CODE_WORDS)(code, group))


def _you(asker: Asker, told: dict[str, Any]) -> list[Line]:
    lines = [{"label": _("Name"), "text": asker.name}]
    customer = told["customer"]
    if not customer:
        return lines
    lines += [{"label": _("Name"), "text": name} for name in customer["other_names"]]
    if customer["born_on"]:
        lines.append({"label": _("Date of birth"), "text": customer["born_on"]})
    for account in customer["accounts"]:
        addresses = [row["address"] for row in account["addresses"]] or [account["address"]]
        text = "\n".join(f"{account['number']}: {address}" for address in addresses)
        lines.append({"label": _("Customer number"), "text": text})
    for point in customer["contact_points"]:
        label = _("How we reach you") if point["is_current"] else _("How we reached you")
        lines.append({"label": label, "text": point["value"]})
    for way in customer["chosen_ways"]:
        text = f"{_word(way['for'], 'message-kind')}: {_word(way['by'], 'method')}"
        lines.append({"label": _("How you want to hear from us"), "text": text})
    for note in customer["notes"]:
        lines.append({"label": _word("customer-note", "own-data"), "text": note["text"]})
    for one in customer["related"]:
        text = _word(one["kind"], "relation")
        lines.append({"label": _word("relation", "own-data"), "text": text})
    return lines


def _why(told: dict[str, Any]) -> list[Line]:
    """Return what art. 15(1) wants said beside the data itself."""
    lines = [
        {
            "label": _("What for"),
            "text": _(
                "To answer what you ask, to send you messages, to know who calls, and to be able "
                "to show what was done."
            ),
        },
        {
            "label": _("Where it comes from"),
            "text": _("From you, from whoever wrote or called about you, and from our own work."),
        },
        {
            "label": _("Who gets it"),
            "text": "\n".join(
                [_("Whoever carries our messages: mail, text messages, print and post.")]
                + told["partners"]
            ),
        },
    ]
    for one in told["kept"]:
        facts = {"months": one["months"], "ground": _word(one["ground"], "ground")}
        text = _("%(months)d months; %(ground)s of the General Data Protection Regulation") % facts
        lines.append({"label": _word(one["kind"], "record-kind"), "text": text})
    rights = _(
        "You may ask us to correct or erase it, to use it less, or to hand it to you or another, "
        "and you may object to its use. You may complain to the data protection authority. No "
        "computer decides about you by itself."
    )
    return [*lines, {"label": _("What you may ask"), "text": rights}]


def _entry(entry: dict[str, Any], language: str) -> Line:
    who = _word("note", "own-data") if entry["is_note"] else entry["by"]
    text = "\n".join([entry["text"], *(f"[{name}]" for name in entry["files"])])
    return {"label": f"{_day(entry['happened_at'], language)}, {who}", "text": text}


def _told(one: dict[str, Any], language: str) -> Line:
    what = _word(one["what"], "own-data")
    label = f"{_day(one['at'], language)}, {what}" if one["at"] else what
    words = ", ".join(_word(row["code"], row["of"]) for row in one["chosen"])
    return {"label": label, "text": "\n".join(part for part in (words, one["text"]) if part)}


def _day(moment: str, language: str) -> str:
    return day_in_words(timezone.localtime(datetime.fromisoformat(moment)).date(), language)


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
