"""The utility's own logo: given, seen first, used on both sites and letters, and taken back."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from debiet.core.errors import NotFound
from debiet.core.models import AuditEntry
from debiet.correspondence.channels.post import compose
from debiet.correspondence.letterheads import letterhead, sender
from debiet.files import contents, logos
from debiet.files.models import Logo, LogoUse, StoredFile
from debiet.rules.access import Compartment, Role
from tests import make
from tests.correspondence.printing import letter as sent_letter
from tests.correspondence.test_letters import LETTER
from tests.desk.reading import text_of
from tests.desk.test_setup_calendars import apply
from tests.desk.test_statements import asked

ADDRESS = "/setup/logo/"


@pytest.fixture
def admin(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


def drawing(size=(400, 100), color="#0b5c8a", kind="PNG", mode="RGB"):
    made = io.BytesIO()
    Image.new(mode, size, color).save(made, kind)
    return made.getvalue()


def give(browser, content=None, name="logo.png"):
    sent = SimpleUploadedFile(name, drawing() if content is None else content)
    return browser.post(ADDRESS, {"picture": sent})


def given(browser, **options):
    """Give a picture and return its id."""
    return int(give(browser, drawing(**options)).url.rstrip("/").rpartition("/")[2])


def sheet():
    return Client().get("/colors.css").content.decode()


def pictures(pdf):
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    return len(page.images), page.extract_text()


def test_a_logo_is_seen_first_and_then_stands_on_both_sites_and_on_letters(admin, on_site):
    assert sheet() == ""
    assert pictures(compose(LETTER))[0] == 0
    logo_id = given(admin)
    assert sheet() == ""  # given is not used
    page = admin.get(f"{ADDRESS}{logo_id}/")
    assert f'src="/setup/logo/{logo_id}/picture/"' in page.content.decode()
    digest = Logo.objects.get().sha256
    assert Client().get(f"/logo/{digest}/").status_code == 404  # nobody outside sees it yet

    shown, done = apply(admin, f"{ADDRESS}{logo_id}/", {})

    assert "It stands over every letter that is written from now on." in text_of(shown)
    assert done.status_code == 302
    for site in ("desk", "portal"):
        on_site(site)
        assert f'url("/logo/{digest}/")' in sheet()
        assert "inline-size: 64px; block-size: 16px" in sheet()
        answer = Client().get(f"/logo/{digest}/")
        assert answer["Content-Type"] in ("image/png", "image/jpeg")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer["Cache-Control"]
        assert b"clip-path" not in Client().get("/colors.css").content
    on_site("desk")
    assert "An Beheer" in text_of(admin.get(ADDRESS))
    kept = AuditEntry.objects.filter(reference="setting:logo").values_list("action", flat=True)
    assert list(kept) == ["files.logos.give_logo", "files.logos.use_logo"]


def test_a_letter_has_the_logo_that_held_when_it_was_written(admin, clock):
    written_at = clock.moment
    clock.at(written_at + timedelta(hours=1))
    apply(admin, f"{ADDRESS}{given(admin)}/", {})
    assert letterhead(clock.moment).width == 400
    assert letterhead(written_at) is None


def printed(browser, logo_id, **changes):
    answer = browser.get(f"{ADDRESS}{logo_id}/letter/", changes)
    assert answer["Content-Type"] == "application/pdf"
    return pictures(answer.content)


def test_a_letter_can_be_looked_at_before_and_leaves_the_name_out_if_the_picture_holds_it(
    admin, settings
):
    settings.UTILITY_NAME = "Testwater"
    logo_id = given(admin)
    count, words = printed(admin, logo_id)
    assert count == 1
    assert words.count("Testwater") == 1
    count, words = printed(admin, logo_id, has_name="yes")
    assert count == 1
    assert "Testwater" not in words


def test_the_ombuds_office_writes_without_the_utilitys_logo(admin):
    logo_id = given(admin)
    apply(admin, f"{ADDRESS}{logo_id}/", {})
    mine = replace(LETTER, letterhead=letterhead(make.MONDAY))
    assert pictures(compose(mine))[0] == 1
    office = sender(Compartment.OMBUDS, language="nl", written_at=make.MONDAY)
    assert pictures(compose(replace(mine, sender=office)))[0] == 0


def test_a_letter_that_leaves_has_the_logo(admin):
    apply(admin, f"{ADDRESS}{given(admin)}/", {})
    sent_letter()
    stored = StoredFile.objects.select_related("blob").latest("pk")
    with contents.opened(stored.blob.sha256) as document:
        assert pictures(document.read())[0] == 1


def test_an_earlier_logo_and_none_are_taken_back(admin):
    first, second = given(admin), given(admin, color="#aa2222")
    apply(admin, f"{ADDRESS}{first}/", {"has_name": "on"})
    assert "clip-path" in sheet()
    apply(admin, f"{ADDRESS}{second}/", {})
    page = admin.get(ADDRESS)
    assert "Use version 1 again" in text_of(page)
    again = admin.get(f"{ADDRESS}{first}/").content.decode()
    assert re.search(r"<input[^>]*has_name[^>]*checked", again)  # as it stood then
    apply(admin, f"{ADDRESS}{first}/", {"has_name": "on"})
    assert logos.logo_at(at=make.MONDAY).info.logo_id == first
    apply(admin, f"{ADDRESS}none/", {})
    assert sheet() == ""
    assert [one.logo_id for one in logos.logo_versions()] == [None, first, second, first]


def test_the_same_again_is_no_change(admin):
    logo_id = given(admin)
    assert given(admin) == logo_id
    apply(admin, f"{ADDRESS}{logo_id}/", {})
    page = admin.post(f"{ADDRESS}{logo_id}/", {"step": "look"})
    assert "Nothing changes." in text_of(page)
    apply(admin, f"{ADDRESS}{logo_id}/", {})
    assert LogoUse.objects.count() == 1


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (SVG, "An SVG is not taken"),
        (b"GIF89a" + drawing(kind="GIF")[6:], "Choose a PNG or JPG."),
        (b"%PDF-1.4 nothing", "Choose a PNG or JPG."),
        (drawing()[:60], "This picture is damaged."),
        (drawing((100, 20)), "at least 32 pixels high"),
        (drawing((900, 100)), "at most 8 times as wide"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2 * 1024 * 1024), "too large for every page"),
        (b"", "empty"),
    ],
)
def test_what_is_no_logo_is_refused_with_what_can_be_done(admin, content, why):
    answer = give(admin, content, "logo.png")
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert not Logo.objects.exists()


def test_what_is_kept_is_drawn_anew_without_what_a_camera_added(admin):
    picture = Image.new("RGB", (400, 100), "#0b5c8a")
    facts = picture.getexif()
    facts[0x010E] = "taken at home"
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=facts)
    assert b"taken at home" in made.getvalue()
    give(admin, made.getvalue(), "logo.jpg")
    assert b"taken at home" not in bytes(Logo.objects.get().content)


def test_a_picture_that_nobody_gave_is_not_found(admin):
    for address in ("999/", "999/picture/", "999/letter/"):
        assert admin.get(f"{ADDRESS}{address}").status_code == 404
    with pytest.raises(NotFound):
        logos.use_logo(logo_id=999, has_name=False, by=make.SYSTEM, at=make.MONDAY)
    assert Client().get("/logo/none-of-these/").status_code == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.DPO, Role.PARTNER_AGENT])
def test_nobody_else_changes_the_logo(utility, sign_in, admin, role):
    logo_id = given(admin)
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    assert browser.get(ADDRESS).status_code == 403
    assert give(browser).status_code == 403
    for address in ("", "picture/", "letter/"):
        assert browser.get(f"{ADDRESS}{logo_id}/{address}").status_code == 403
    assert browser.post(f"{ADDRESS}none/").status_code == 403


def test_no_page_asks_the_database_more_for_it(admin):
    for color in ("#0b5c8a", "#aa2222", "#22aa22"):
        apply(admin, f"{ADDRESS}{given(admin, color=color)}/", {})
    _words, statements = asked(admin, ADDRESS)
    assert len(statements) <= 12, statements
    _words, statements = asked(admin, "/setup/")
    assert not [one for one in statements if "files_logo" in one]
