"""What a customer wrote now, apart from the history a mail program put below it.

Dutch, French, English and German mail programs, with a sign before each quoted line (most) or
with a block of header lines (Outlook and its relatives). The whole text is always kept: this
only says what to fold.
"""

import itertools
import re
from dataclasses import dataclass

# How many lines the sentence before a quotation may be broken into.
_MAX_ATTRIBUTION_LINES = 4
# How far below "From:" the other lines of a quoted header block may stand.
_HEADER_BLOCK_LINES = 6
# How many blank lines may part that sentence from the quotation.
_MAX_BLANK_LINES = 3
# Nothing that a mail program writes into one line is longer.
_MAX_LINE_CHARS = 500

_QUOTED_LINE = re.compile(r"[ \t]*[>|\u203a]")

# "On Mon, Mar 2, 2026 at 10:00 AM Jan wrote:" in up to four lines.
_ATTRIBUTION_START = re.compile(r"(?:op|le|on|am|den)\s", re.IGNORECASE)
_ATTRIBUTION_END = re.compile(
    r"(?:schreef|geschreven|a\s+\xe9crit|\xe9crivait|wrote|schrieb|geschrieben).{0,160}:\s*$",
    re.IGNORECASE,
)
# The other way round, in one line: "Jan schreef op 2/03/2026 10:00:", "Citeren Jan <jan@…>:".
_REVERSED_ATTRIBUTION = re.compile(
    r"(?:^(?:citeren|quoting|zitat von|citation de)"
    r"|\s(?:schreef op|a\s+\xe9crit le|wrote on|schrieb am))\s",
    re.IGNORECASE,
)
# A program wrote a sentence with an address, or with a year and a time of day. Only then may all
# below be history without a sign before each line: "Op 2 maart schreef u mij:" is a person's.
_BY_PROGRAM = re.compile(r"\S@\S|\b(?:19|20)\d\d\b.{0,40}\b\d{1,2}[:.h]\d\d")

# "-----Oorspronkelijk bericht-----" and its translations.
_RULE = re.compile(
    r"\s*[-_*=]{2,}\s*(?:oorspronkelijk bericht|origineel bericht|originele e-?mail"
    r"|original message|original e-?mail|reply message"
    r"|message d['\u2019]origine|message original|message initial|courriel d['\u2019]origine"
    r"|urspr\xfcngliche (?:nachricht|e-?mail)|originalnachricht|original-nachricht)"
    r"\s*[-_*=]*\s*$",
    re.IGNORECASE,
)
_FORWARD_RULE = re.compile(
    r"\s*(?:[-_*=]{2,}\s*(?:doorgestuurd bericht|forwarded message|message transf\xe9r\xe9"
    r"|message r\xe9exp\xe9di\xe9|weitergeleitete nachricht)|begin forwarded message"
    r"|begin doorgestuurd bericht|d\xe9but du message (?:r\xe9exp\xe9di\xe9|transf\xe9r\xe9)"
    r"|anfang der weitergeleiteten nachricht)",
    re.IGNORECASE,
)
_UNDERSCORES = re.compile(r"\s*_{10,}\s*$")
_FROM_LINE = re.compile(r"[ \t]*\**(?:van|from|de|von|afzender)\s*:\**\s*\S", re.IGNORECASE)
_HEADER_LINE = re.compile(
    r"[ \t]*\**(?:verzonden|verstuurd|datum|aan|onderwerp|sent|date|to|subject|envoy\xe9|\xe0"
    r"|objet|gesendet|an|betreff|cc)\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SplitText:
    """A text in two: what is new, and the quoted history (each "" if there is none)."""

    new: str
    quoted: str


def split_quoted(text: str) -> SplitText:
    """Return the new words of a message and the history quoted in it.

    Everything below an Outlook header block or an "original message" rule is history; of a
    history with a sign before each line the writer's lines between stay new. A forwarded message
    is what the writer wants to show, so it is new. Where nothing new would be left, all is new.
    """
    lines = text.split("\n")
    quoted = [False] * len(lines)
    index = 0
    while index < len(lines) and not _FORWARD_RULE.match(lines[index]):
        length = _history_length(lines, index)
        quoted[index : index + length] = [True] * length
        index += max(1, length)
    new = _join(lines, quoted, wanted=False)
    return SplitText(new, _join(lines, quoted, wanted=True)) if new else SplitText(text.strip(), "")


def _join(lines: list[str], quoted: list[bool], *, wanted: bool) -> str:
    return "\n".join(
        line for line, is_quoted in zip(lines, quoted, strict=True) if is_quoted is wanted
    ).strip()


def _history_length(lines: list[str], index: int) -> int:
    """Return how many lines from here on are history, 0 if this one is new."""
    line = lines[index]
    if _QUOTED_LINE.match(line):
        return 1
    if len(line) > _MAX_LINE_CHARS:
        return 0
    if _RULE.match(line) or _is_header_block(lines, index):
        return len(lines) - index
    if _UNDERSCORES.match(line) and any(_is_header_block(lines, index + n) for n in (1, 2)):
        return len(lines) - index
    length = _attribution_length(lines, index)
    if length == 0 or _quote_follows(lines, index + length):
        return length
    sentence = " ".join(lines[index : index + length])
    return len(lines) - index if _BY_PROGRAM.search(sentence) else 0


def _is_header_block(lines: list[str], index: int) -> bool:
    """Return whether "From:" stands here, with at least two more header lines below."""
    block = lines[index : index + 1 + _HEADER_BLOCK_LINES]
    if not block or not _FROM_LINE.match(block[0]):
        return False
    return sum(1 for line in block[1:] if _HEADER_LINE.match(line)) >= 2


def _attribution_length(lines: list[str], index: int) -> int:
    """Return how many lines a dated "On … wrote:" takes here, 0 if it is not here."""
    if _REVERSED_ATTRIBUTION.search(lines[index]) and lines[index].rstrip().endswith(":"):
        return 1
    if not _ATTRIBUTION_START.match(lines[index].lstrip()):
        return 0
    sentence = ""
    for length, line in enumerate(lines[index : index + _MAX_ATTRIBUTION_LINES], start=1):
        sentence = f"{sentence} {line[:_MAX_LINE_CHARS]}"
        if not line.strip():
            return 0
        if _ATTRIBUTION_END.search(sentence):
            return length if any(sign.isdigit() for sign in sentence) else 0
    return 0


def _quote_follows(lines: list[str], index: int) -> bool:
    """Return whether the next line that is not blank is quoted."""
    below = lines[index : index + _MAX_BLANK_LINES + 1]
    return any(_QUOTED_LINE.match(line) for line in itertools.islice(filter(str.strip, below), 1))
