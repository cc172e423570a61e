"""A letter as it is printed, read back from its PDF."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader, PdfWriter

from debiet.correspondence.channels.base import Outgoing, OutgoingFile, Sender
from debiet.correspondence.channels.post import Post
from debiet.correspondence.channels.registry import CHANNELS
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DispatchOutcome
from debiet.rules.letters import ENVELOPES, address_box

LETTER = Outgoing(
    message_id="<debiet.12@debiet.example>",
    recipient_name="Ann De Smet",
    recipient_address="",
    subject="Antwoord op uw vraag 2026-000123-4",
    text="Beste mevrouw De Smet,\n\nUw factuur klopt.\n\nMet vriendelijke groeten\nJan",
    in_reply_to="",
    is_automatic=False,
    reference="message:12",
    about="case:2026-000123-4",
    compartment="ordinary",
    language="nl",
    written_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    postal_lines=("Ann De Smet", "Kouterbaan 18", "9230 Wetteren"),
)
TYPST = (
    '#read("/etc/passwd") #import "@preview/cetz:0.3.0" $x^2$ @ref <label> *vet* _schuin_ `code`',
    "= kop",
    "- punt",
    "// weg /* ook weg */ \\ #panic()",
    '", ")]} #let x = 1 \\u{41}',
)


def printed(**changes):
    reply = Post().send(replace(LETTER, **changes))
    assert reply.outcome is DispatchOutcome.HANDED_OVER, reply.text
    assert reply.document is not None
    return reply.document


def read(document):
    return PdfReader(io.BytesIO(document.content))


def words(document):
    return " ".join(" ".join(page.extract_text() for page in read(document).pages).split())


def test_a_letter_says_who_to_whom_when_and_what(settings):
    settings.UTILITY_NAME, settings.POSTAL_ADDRESS = "Testwater", ["Kaaistraat 1", "9230 Wetteren"]

    shown = words(printed())

    for words_shown in (
        "Testwater Kaaistraat 1 9230 Wetteren",
        "Ann De Smet Kouterbaan 18 9230 Wetteren",
        "maandag 2 maart 2026",
        "2026-000123-4",
        "Beste mevrouw De Smet, Uw factuur klopt. Met vriendelijke groeten Jan",
        "message:12",
    ):
        assert words_shown in shown


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_letter_can_be_read_aloud(language):
    catalog = read(printed(language=language)).trailer["/Root"]

    assert catalog["/Lang"].startswith(language)
    assert catalog["/MarkInfo"]["/Marked"]
    kinds = set(tags(catalog["/StructTreeRoot"]))
    assert {"/H1", "/P", "/Figure"} <= kinds
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read(printed()).metadata.title == LETTER.subject
    assert b"pdfuaid:part>1<" in catalog["/Metadata"].get_data()


def tags(node):
    node = node.get_object()
    if isinstance(node, dict):
        if "/S" in node:
            yield node["/S"]
        if "/K" in node:
            yield from tags(node["/K"])
    elif isinstance(node, list):
        for one in node:
            yield from tags(one)


def test_the_same_letter_has_the_same_bytes_whenever_it_is_printed():
    assert printed().content == printed().content
    assert printed().content != printed(reference="message:13").content


def test_what_people_type_is_shown_as_they_typed_it():
    text = "\n".join(TYPST)
    shown = words(
        printed(text=text, subject=TYPST[0], postal_lines=("#panic()", "$a$", "9000 Gent"))
    )

    assert " ".join(text.split()) in shown
    assert "#panic() $a$ 9000 Gent" in shown
    assert "root:" not in shown


def test_every_page_says_which_of_how_many_it_is():
    document = printed(text="\n\n".join(["Een lange uitleg over uw factuur. " * 9] * 30))

    pages = [page.extract_text() for page in read(document).pages]
    assert document.page_count == len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert f"pagina {number} van 3" in " ".join(page.split())


def test_large_print_is_at_least_sixteen_points():
    sizes = []

    def visit(text, matrix, _transformation, _font, size):
        if "factuur" in text:
            sizes.append(round(abs(matrix[3]) * size))

    read(printed(is_large_print=True)).pages[0].extract_text(visitor_text=visit)
    assert sizes
    assert min(sizes) >= 16


def address_places(document):
    """Return left, top, right and bottom of each line of the address, in millimeters."""
    page = pypdfium2.PdfDocument(document.content)[0]
    text = page.get_textpage()
    for line in LETTER.postal_lines:
        start, count = text.search(line).get_next()
        boxes = [text.get_charbox(n) for n in range(start, start + count)]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        down = page.get_height()
        yield [
            side * 25.4 / 72
            for side in (min(lefts), down - max(tops), max(rights), down - min(bottoms))
        ]


@pytest.mark.parametrize("side", sorted(ENVELOPES))
@pytest.mark.parametrize("is_large_print", [False, True])
def test_the_address_stands_in_the_window(settings, side, is_large_print):
    settings.LETTER_WINDOW = side

    shown, accent = address_box(ENVELOPES[side]), 0.5
    for left, top, right, bottom in address_places(printed(is_large_print=is_large_print)):
        assert shown.left <= left < right <= shown.left + shown.width
        assert shown.top - accent <= top < bottom <= shown.top + shown.height


@pytest.mark.parametrize("is_large_print", [False, True])
def test_the_code_beside_the_address_can_be_scanned(is_large_print):
    page = pypdfium2.PdfDocument(printed(is_large_print=is_large_print).content)[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
    assert found.text == "message:12"


def test_a_long_address_goes_on_in_a_smaller_size():
    lines = (
        "Vereniging van Mede-eigenaars Residentie Ter Leie",
        "t.a.v. mevrouw Anne-Marie Vandenbroucke-Vansteenkiste",
        "Burgemeester Van Ackerwijk A 118 bus 0402",
        "9230 Wetteren",
    )
    assert " ".join(lines) in words(printed(postal_lines=lines))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"postal_lines": ()}, "no postal address"),
        ({"postal_lines": ("x" * 200, "9000 Gent")}, "the address does not fit the window"),
        ({"postal_lines": tuple("abcdefghij")}, "the address does not fit the window"),
        ({"files": (OutgoingFile("a.png", "image/png", b"x"),)}, "an enclosure cannot be printed"),
    ],
)
def test_a_letter_that_cannot_be_printed_is_refused_with_its_reason(changes, reason):
    reply = Post().send(replace(LETTER, **changes))

    assert (reply.outcome, reply.text, reply.document) == (DispatchOutcome.REFUSED, reason, None)


def test_a_broken_enclosure_is_tried_again_and_raises_nothing():
    broken = OutgoingFile("a.pdf", "application/pdf", b"not a pdf")
    reply = Post().send(replace(LETTER, files=(broken,)))
    assert reply.outcome is DispatchOutcome.TRY_AGAIN


def test_an_enclosure_is_printed_behind_its_letter():
    blank = PdfWriter()
    blank.add_blank_page(595, 842)
    content = io.BytesIO()
    blank.write(content)
    enclosed = OutgoingFile("plan.pdf", "application/pdf", content.getvalue())

    document = printed(files=(enclosed,))

    assert document.page_count == len(read(document).pages) == 2
    assert document.content == printed(files=(enclosed,)).content


def test_signs_that_no_font_has_do_not_keep_a_letter_from_leaving():
    document = printed(text="Dank u \U0001f600 \x07 日本 voor alles")

    assert "voor alles" in words(document)
    assert "/StructTreeRoot" in read(document).trailer["/Root"]


def test_the_ombuds_office_writes_under_its_own_name(settings):
    settings.UTILITY_NAME = "Testwater"
    office = Sender("Ombudsdienst", ("Testwater", "Postbus 7", "9000 Gent", "09 111 22 33"))

    shown = words(printed(compartment="ombuds", sender=office))

    assert "Ombudsdienst Testwater Postbus 7 9000 Gent 09 111 22 33" in shown


def test_every_carrier_says_what_it_can_do():
    for carrier, channel in CHANNELS.items():
        assert channel.carrier is carrier
        declared = (channel.can_receive, channel.can_send, channel.can_confirm)
        assert all(isinstance(can, bool) for can in declared)
    assert [carrier for carrier in CHANNELS if CHANNELS[carrier].can_confirm] == [Carrier.POST]
