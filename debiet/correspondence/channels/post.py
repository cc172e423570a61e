"""Letters on paper: a message becomes a PDF; the printer's return says later when it was posted."""

import io
import json
from base64 import b64encode
from dataclasses import asdict

import segno
import typst
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from debiet.core.dates import day_in_words
from debiet.core.pdf import Standard, compiled
from debiet.core.references import parts
from debiet.correspondence.channels.base import (
    Document,
    Letterhead,
    Outgoing,
    OutgoingFile,
    Reply,
    Sender,
)
from debiet.rules import letters
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DispatchOutcome
from debiet.rules.letters import Box
from debiet.rules.logos import ON_LETTERS, fitted

FOLDED_AT = 99.0
"""Millimeters from the top of a sheet to its first fold; the words begin below it."""
CODE_WIDTH = 15.0
"""Millimeters: the code with the letter's reference shows in the window, beside the address."""
PDF = "application/pdf"


class Post:
    """Composes letters; a batch for the printer takes them along."""

    carrier = Carrier.POST
    can_receive = True
    can_send = True
    can_confirm = True

    def send(self, outgoing: Outgoing) -> Reply:
        """Compose a letter. One without an address, or whose address does not show, is refused."""
        if not outgoing.postal_lines:
            return Reply(DispatchOutcome.REFUSED, None, "no postal address")
        if any(file.media_type != PDF for file in outgoing.files):
            return Reply(DispatchOutcome.REFUSED, None, "an enclosure cannot be printed")
        try:
            content = compose(outgoing)
            content, page_count = _with_enclosures(content, outgoing.files)
        except RuntimeError as trouble:
            # Typst's; what it says may hold words of the letter, so it is not repeated.
            if "address does not fit" in str(trouble):
                return Reply(DispatchOutcome.REFUSED, None, "the address does not fit the window")
            return Reply(DispatchOutcome.TRY_AGAIN, None, "the letter could not be composed")
        except (OSError, PyPdfError) as trouble:
            return Reply(DispatchOutcome.TRY_AGAIN, None, type(trouble).__name__)
        name = f"{outgoing.reference.replace(':', '-')}.pdf"
        return Reply(
            DispatchOutcome.HANDED_OVER, None, "", Document(content, name, PDF, page_count)
        )


def compose(outgoing: Outgoing) -> bytes:
    """Return a letter as PDF; the same message always gives the same bytes.

    It says that it is accessible (PDF/UA-1) unless a sign in it stands in none of our fonts: then
    it is tagged all the same, and such a sign shows as a box.
    """
    inputs = {
        "letter": json.dumps(_facts(outgoing)),
        "code": _code(outgoing.reference),
        "logo": _logo(outgoing.letterhead),
    }
    try:
        return _compiled(inputs, standard="ua-1")
    except typst.TypstError as trouble:
        if "could not be displayed" not in trouble.message:
            raise
        return _compiled(inputs, standard="1.7")


def _compiled(inputs: dict[str, str], *, standard: Standard) -> bytes:
    return compiled("debiet.correspondence", "letter.typ", inputs, standard=standard)


def _code(reference: str) -> str:
    drawn = io.BytesIO()
    segno.make_qr(reference, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def _logo(letterhead: Letterhead | None) -> str:
    """Return the picture as a drawing that holds it: typst takes words only."""
    if letterhead is None:
        return ""
    size = f'width="{letterhead.width}" height="{letterhead.height}"'
    data = f"data:{letterhead.media_type};base64,{b64encode(letterhead.content).decode()}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{data}"/></svg>'


def _logo_facts(outgoing: Outgoing) -> dict[str, object] | None:
    """Return how large the logo stands; the ombuds office writes under its own name only."""
    head = outgoing.letterhead
    if head is None or outgoing.sender is not None:
        return None
    width, height = fitted(width=head.width, height=head.height, room=ON_LETTERS)
    return {"width": width, "height": height, "has_name": head.has_name}


def _facts(outgoing: Outgoing) -> dict[str, object]:
    """Return all that the template shows."""
    day = timezone.localtime(outgoing.written_at).date()
    address, code = _beside(letters.address_box(letters.ENVELOPES[settings.LETTER_WINDOW]))
    with translation.override(outgoing.language):
        kind, number = parts(outgoing.about)
        references = [[_("Our reference:"), number]] if kind == "case" else []
        words = {
            "page": _("page {page} of {pages}"),
            "code": _("Code of this letter: %(reference)s") % {"reference": outgoing.reference},
            "reference_line": number if kind == "case" else "",
        }
    return {
        "subject": letters.printable(outgoing.subject),
        "language": outgoing.language,
        "day": [day.year, day.month, day.day],
        "facts": [["", day_in_words(day, outgoing.language)], *references],
        "address": [letters.printable(line) for line in outgoing.postal_lines],
        "paragraphs": letters.paragraphs(outgoing.text),
        "is_large_print": outgoing.is_large_print,
        "reference": outgoing.reference,
        "sender": _sender(outgoing.sender),
        "logo": _logo_facts(outgoing),
        "words": words,
        "address_box": asdict(address),
        "code_box": asdict(code),
        "letterhead_box": asdict(_across(address)),
        "body_top": FOLDED_AT + 5,
    }


def _sender(sender: Sender | None) -> dict[str, object]:
    """Return who writes: the ombuds office has a letterhead of its own."""
    if sender is None:
        return {"name": settings.UTILITY_NAME, "lines": settings.POSTAL_ADDRESS}
    return {"name": letters.printable(sender.name), "lines": list(sender.lines)}


def _beside(shown: Box) -> tuple[Box, Box]:
    """Return where in the window the address stands, and where its code does."""
    gap = 2.0
    width = shown.width - CODE_WIDTH - gap
    code_left = shown.left + width + gap
    return (
        Box(shown.left, shown.top, width, shown.height),
        Box(code_left, shown.top, CODE_WIDTH, shown.height),
    )


def _across(address: Box) -> Box:
    """Return where the letterhead stands: on the other side than the address."""
    is_right = address.left > 105
    return Box(25 if is_right else 130, 15, 85 if is_right else 60, 60)


def _with_enclosures(letter: bytes, enclosures: tuple[OutgoingFile, ...]) -> tuple[bytes, int]:
    """Return a letter with its enclosures behind it, and its number of pages."""
    if not enclosures:
        return letter, len(PdfReader(io.BytesIO(letter)).pages)
    whole = PdfWriter(clone_from=io.BytesIO(letter))
    for enclosure in enclosures:
        whole.append(io.BytesIO(enclosure.content), import_outline=False)
    written = io.BytesIO()
    whole.write(written)
    return written.getvalue(), len(whole.pages)
