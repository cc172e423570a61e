"""What a file is by its content, and under which name it is kept."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules import files
from debiet.rules.files import (
    DOCX,
    ODS,
    ODT,
    PROGRAM,
    TAKEN,
    UNKNOWN,
    XLSX,
    FileKind,
    ScanState,
    clean_name,
    ending_of,
    judged,
    kind_of,
    may_be_handed_out,
    media_type_from,
)


def zipped(*names, stored=b""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, stored)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"\n\n%PDF-1.4", "application/pdf"),  # a printer wrote something before it
        (b"Beste, dit is tekst.\r\n", "text/plain"),
        ("Beste mevrouw Vanhée".encode(), "text/plain"),
        ("Vanhée".encode("cp1252"), "text/plain"),
        ("Vanhée €".encode("utf-16"), "text/plain"),
        (b"\xff\xfe\x00", UNKNOWN),  # says UTF-16 and is none
        (b"", "text/plain"),
        (b"\x00\x01\x02\x03", UNKNOWN),
        (b"\x81\x8d", UNKNOWN),
        (b"From: an@example.be\nSubject: x\n\nDag", "message/rfc822"),
        (b"Received: from a\n\n", "message/rfc822"),
        (b"MZ\x90\x00", PROGRAM),
        (b"\x7fELF\x02", PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", PROGRAM),
        (zipped("word/document.xml"), DOCX),
        (zipped("docProps/app.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"), XLSX),
        (zipped("mimetype", stored=ODT.encode()), ODT),
        (zipped("mimetype", stored=ODS.encode()), ODS),
        (zipped("foto.jpg"), "application/zip"),
        (zipped("word/document.xml", "word/vbaProject.bin"), PROGRAM),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNKNOWN),
        (b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", UNKNOWN),
        (b"tekst en dan <SVG onload=alert(1)>", UNKNOWN),
        (b"<!DOCTYPE html><script>1</script>", UNKNOWN),
    ],
)
def test_the_content_says_what_a_file_is(content, media_type):
    assert judged(content, signature="") == media_type


@pytest.mark.parametrize(
    ("content", "signature", "media_type"),
    [
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg", "image/jpeg"),  # letters in cp1252
        (b"\xff\xd8\xff\xe0 %PDF-", "image/jpeg", "application/pdf"),
        (b"BMW 320, nummerplaat 1-ABC-123", "image/bmp", "text/plain"),
        (b"BM\x00\x00", "image/bmp", "image/bmp"),
    ],
)
def test_first_bytes_are_believed_where_they_are_of_a_type_that_is_taken(
    content, signature, media_type
):
    assert judged(content, signature=signature) == media_type


def test_a_long_text_is_judged_by_its_beginning_and_not_cut_within_a_character():
    line = "é" * 100 + "\n"
    assert judged((line * 1000).encode(), signature="") == "text/plain"
    assert judged(b"a" * (files.TEXT_SAMPLE + 1), signature="") == "text/plain"


@pytest.mark.parametrize(
    ("found", "declared", "name", "media_type"),
    [
        ("text/plain", "text/csv", "", "text/csv"),
        ("text/plain", "", "Verbruik.CSV", "text/csv"),
        ("text/plain", "image/png", "a.png", "text/plain"),
        ("image/jpeg", "text/html", "a.html", "image/jpeg"),
        ("application/x-rar-compressed", "application/pdf", "a.pdf", UNKNOWN),
        (PROGRAM, "image/png", "a.png", PROGRAM),
    ],
)
def test_what_its_sender_says_of_a_file_is_believed_of_tables_only(
    found, declared, name, media_type
):
    assert media_type_from(found=found, declared=declared, name=name) == media_type


@pytest.mark.parametrize(
    ("media_type", "name", "kind"),
    [
        ("application/pdf", "brief.pdf", FileKind.PDF),
        ("image/jpeg", "foto", FileKind.PICTURE),
        (UNKNOWN, "iets.bin", FileKind.UNKNOWN),
        (PROGRAM, "foto.jpg", FileKind.DANGEROUS),
        ("application/pdf", "factuur.pdf.exe", FileKind.DANGEROUS),
        ("text/plain", "start.BAT", FileKind.DANGEROUS),
        ("text/plain", "start.bat. ", FileKind.DANGEROUS),  # Windows drops what follows
        (UNKNOWN, "tekening.svg", FileKind.DANGEROUS),
    ],
)
def test_a_file_that_could_run_is_dangerous_whatever_it_calls_itself(media_type, name, kind):
    assert kind_of(media_type, name) is kind


def test_svg_and_web_pages_are_no_types_that_are_taken():
    assert not {"image/svg+xml", "text/html", "application/xhtml+xml"} & set(TAKEN)
    assert not any("svg" in one.endings for one in TAKEN.values())


@pytest.mark.parametrize(
    ("name", "media_type", "clean"),
    [
        ("foto.jpg", "image/jpeg", "foto.jpg"),
        ("C:\\Users\\An\\foto.jpg", "image/jpeg", "foto.jpg"),
        ("../../etc/passwd", UNKNOWN, "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "application/pdf", "a Set-Cookie x.pdf"),
        ("", "application/pdf", "file.pdf"),
        ("...", UNKNOWN, "file"),
        ("brief", "application/pdf", "brief.pdf"),
        ("brief.", "application/pdf", "brief.pdf"),
        ("CON.txt", "text/plain", "_CON.txt"),
        ("factuur\u202efdp.exe", UNKNOWN, "factuurfdp.exe"),
        ("a" * 200 + ".pdf", "application/pdf", "a" * 146 + ".pdf"),
        ("a" * 200, UNKNOWN, "a" * 150),
        ("a." + "b" * 200, UNKNOWN, "a." + "b" * 148),
        ("a \x1b b.txt", "text/plain", "a b.txt"),
        ("tekst\x00.txt", "text/plain", "tekst.txt"),
    ],
)
def test_a_name_is_cleaned_and_keeps_its_ending(name, media_type, clean):
    assert clean_name(name, media_type=media_type) == clean


@given(st.text(max_size=400), st.sampled_from([UNKNOWN, *TAKEN]))
def test_any_name_becomes_one_line_without_a_folder_that_stays_as_it_is(name, media_type):
    clean = clean_name(name, media_type=media_type)
    assert clean
    assert len(clean) <= files.MAX_NAME_CHARS
    assert not set(clean) & set('/\\\r\n\t"<>:|?*\x00\u202e')
    assert clean.encode()
    assert clean_name(clean, media_type=media_type) == clean


@given(st.text(max_size=40))
def test_cleaning_takes_nothing_dangerous_out_of_sight(name):
    if kind_of(UNKNOWN, name.replace("\\", "/").rpartition("/")[2]) is FileKind.DANGEROUS:
        assert kind_of(UNKNOWN, clean_name(name)) is FileKind.DANGEROUS


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_content_has_a_type_and_a_kind(content, name):
    found = media_type_from(found=judged(content, signature=""), declared="", name=name)
    assert found in TAKEN or found in (UNKNOWN, PROGRAM)
    assert kind_of(found, name) in FileKind


@pytest.mark.parametrize(("name", "ending"), [("a.B", "b"), (".profile", ""), ("a", ""), ("", "")])
def test_the_ending_of_a_name(name, ending):
    assert ending_of(name) == ending


@pytest.mark.parametrize(
    ("scan", "without_scanner", "with_scanner"),
    [
        (ScanState.NOT_SCANNED, True, False),
        (ScanState.CLEAN, True, True),
        (ScanState.MADE_HERE, True, True),
        (ScanState.INFECTED, False, False),
    ],
)
def test_with_a_scanner_only_what_is_clean_leaves_the_house(scan, without_scanner, with_scanner):
    assert may_be_handed_out(scan, is_scanned_for=False) is without_scanner
    assert may_be_handed_out(scan, is_scanned_for=True) is with_scanner
