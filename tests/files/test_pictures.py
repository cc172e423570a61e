"""Pictures are drawn anew: only what is seen stays, and no more than can be drawn."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from debiet.core.errors import Refused
from debiet.files.accepting import KindNotTaken, accepted
from debiet.files.pictures import MAX_SIDE, PictureTooLarge, UnreadablePicture, redrawn


def picture(kind="JPEG", size=(40, 20), mode="RGB", **options):
    made = BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(made, kind, **options)
    return made.getvalue()


def photo_with_place():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010F] = "Camera of An"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (50.0, 51.0, 30.0)
    return picture(exif=exif, comment=b"geheim")


def read(content):
    return Image.open(BytesIO(content))


def test_a_photo_loses_where_it_was_taken_and_stands_upright():
    before = photo_with_place()
    assert read(before).getexif().get_ifd(0x8825)

    content, media_type = redrawn(before)

    assert media_type == "image/jpeg"
    assert not read(content).getexif()
    assert read(content).size == (20, 40)
    assert b"geheim" not in content
    assert b"Camera of An" not in content


def test_what_is_hidden_behind_a_picture_is_gone():
    content, _type = redrawn(picture("PNG") + b"PK\x03\x04<script>")
    assert b"script" not in content


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [
        ("PNG", "RGBA", "image/png"),
        ("PNG", "LA", "image/png"),
        ("PNG", "L", "image/jpeg"),
        ("PNG", "1", "image/jpeg"),
        ("PNG", "I;16", "image/jpeg"),
        ("GIF", "P", "image/jpeg"),
        ("WEBP", "RGB", "image/jpeg"),
        ("TIFF", "CMYK", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
    ],
)
def test_every_kind_of_picture_is_drawn(kind, mode, media_type):
    content, found = redrawn(picture(kind, mode=mode))
    assert found == media_type
    assert read(content).size == (40, 20)


def test_a_large_picture_is_made_smaller():
    content, _type = redrawn(picture(size=(MAX_SIDE * 2, 20)))
    assert read(content).width == MAX_SIDE


def bomb(side):
    """Return a PNG of some kilobytes that would be drawn as side times side pixels."""

    def chunk(name, data):
        return (
            struct.pack("!L", len(data)) + name + data + struct.pack("!L", zlib.crc32(name + data))
        )

    head = struct.pack("!LLBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_100, 10_000, 30_000, 2_000_000])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_drawn(side):
    with pytest.raises(PictureTooLarge):
        redrawn(bomb(side))


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", picture()[:60], b"%!PS-Adobe-3.0 EPSF-3.0", b"<svg/>", picture("BMP")],
)
def test_what_cannot_be_drawn_is_refused(content):
    with pytest.raises(UnreadablePicture):
        redrawn(content)


@given(st.binary(max_size=200), st.integers(0, 600))
def test_a_damaged_picture_is_drawn_or_refused_and_never_an_error(noise, place):
    damaged = picture("PNG", size=(60, 60))
    damaged = damaged[:place] + noise + damaged[place + len(noise) :]
    try:
        content, _type = redrawn(damaged)
    except (PictureTooLarge, UnreadablePicture):
        return
    assert read(content).width <= MAX_SIDE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.pdf", b"MZ\x90"),
        ("a.bat", b"echo"),
        ("a.html", b"<html>"),
        ("a.pdf.exe", b"%PDF-1.7"),
        ("a.bin", b"\x00\x01"),
        ("a.zip", b"PK\x03\x04"),
        ("a.tif", picture("TIFF")),
    ],
)
def test_a_form_takes_only_what_it_asks_for(name, content):
    with pytest.raises(KindNotTaken):
        accepted(name, content, is_redrawn=False)


@pytest.mark.parametrize(
    ("name", "content", "kept_as"),
    [
        ("Meter foto.PNG", picture("PNG"), "Meter foto.jpg"),
        ("foto", picture(), "foto.jpg"),
        ("foto.pdf", picture(), "foto.jpg"),
        ("brief.jpg", b"%PDF-1.7", "brief.pdf"),
        ("stand 2.5", b"%PDF-1.7", "stand 2.5.pdf"),
        ("notitie.log", b"tekst", "notitie.log"),
        ("stand.csv", b"dag;stand", "stand.csv"),
    ],
)
def test_a_file_is_named_for_what_it_is(name, content, kept_as):
    assert accepted(name, content, is_redrawn=True).name == kept_as


def test_the_same_photo_is_drawn_the_same_each_time():
    """So that a form sent twice is one form."""
    one = accepted("a.jpg", photo_with_place(), is_redrawn=True)
    assert one == accepted("a.jpg", photo_with_place(), is_redrawn=True)


def test_at_the_desk_a_picture_keeps_its_bytes():
    assert accepted("a.jpg", photo_with_place(), is_redrawn=False).content == photo_with_place()


@given(st.text(max_size=60), st.binary(max_size=60) | st.just(b"%PDF-1.4") | st.just(picture()))
def test_any_name_and_content_is_taken_or_refused(name, content):
    try:
        taken = accepted(name, content, is_redrawn=True)
    except Refused:
        return
    assert taken.name
    assert taken.content
