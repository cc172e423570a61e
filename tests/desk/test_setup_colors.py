"""The house shows itself in its own color, if people can read it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from debiet.rules.access import Role
from debiet.staff import looks
from debiet.staff.looks import ColorUnreadable, NotAColor
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_setup_calendars import apply
from tests.desk.test_statements import asked

ADDRESS = "/setup/colors/"


@pytest.fixture
def admin(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


def test_a_color_is_shown_applied_and_served_to_both_sites(admin, on_site):
    assert Client().get("/colors.css").content == b""
    shown, done = apply(admin, ADDRESS, {"light": "#7A1F5C", "dark": ""})
    told = text_of(shown)
    assert "Light screens: it can be read well enough" in told
    assert "words on a button:" in told
    assert 'fill="#7a1f5c"' in shown.content.decode()
    assert done.status_code == 302
    assert "Saved, An Beheer" in text_of(admin.get(ADDRESS))
    for site in ("desk", "portal"):
        on_site(site)
        sheet = Client().get("/colors.css")
        assert sheet["Content-Type"] == "text/css; charset=utf-8"
        assert "--water: #7a1f5c" in sheet.content.decode()
        assert "prefers-color-scheme: dark" not in sheet.content.decode()
        assert b'href="/colors.css"' in Client().get("/", follow=True).content


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"light": "#6cc0ee"}, "#6cc0ee cannot be read well enough: 1.8"),
        ({"light": "#767676"}, "#767676 cannot be read well enough: "),
        ({"dark": "#0b5c8a"}, "#0b5c8a cannot be read well enough: "),
        ({"light": "blue"}, "“blue” is no color."),
        ({"light": "#ff;}*{"}, "is no color."),
    ],
)
def test_what_too_few_people_can_read_is_refused_with_its_ratio(admin, fields, why):
    page = admin.post(ADDRESS, fields | {"step": "look"})
    assert why in text_of(page)
    assert "4.5 : 1 is needed" in text_of(page) or "is no color" in text_of(page)
    assert looks.house_colors(at=make.MONDAY) == {}


def test_the_action_itself_refuses_it_too(utility):
    for colors, refusal in (({"light": "#ffff00"}, ColorUnreadable), ({"dark": "x"}, NotAColor)):
        with pytest.raises(refusal):
            looks.save_colors(colors=colors, by=make.SYSTEM, at=make.MONDAY)


def test_an_empty_color_goes_back_to_debiets(admin):
    apply(admin, ADDRESS, {"light": "#7a1f5c", "dark": "#e8a5d0"})
    assert b"dark" in Client().get("/colors.css").content
    shown, _done = apply(admin, ADDRESS, {})
    assert "Light screens: Debiet's own color again." in text_of(shown)
    assert Client().get("/colors.css").content == b""


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.DPO, Role.PARTNER_AGENT])
def test_nobody_else_changes_the_colors(utility, sign_in, role):
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    assert browser.get(ADDRESS).status_code == 403


def test_the_versions_say_who_chose_which_and_one_is_taken_back(admin, clock):
    apply(admin, ADDRESS, {"light": "#7a1f5c"})
    clock.at(clock.moment + timedelta(hours=1))
    apply(admin, ADDRESS, {"light": "#0b5c8a", "dark": "#e8a5d0"})
    page = admin.get(ADDRESS)
    assert "2 Light screens: #0b5c8a Dark screens: #e8a5d0" in text_of(page)
    assert "1 Light screens: #7a1f5c Dark screens: Debiet's own" in text_of(page)
    assert text_of(page).count("An Beheer") >= 4  # two versions and two changes

    again = admin.get(f"{ADDRESS}?version=1").content.decode()
    assert re.search(r'name="light" value="#7a1f5c"', again)
    assert not re.search(r'name="dark" value="#', again)
    apply(admin, f"{ADDRESS}?version=1", {"light": "#7a1f5c", "dark": ""})
    assert dict(looks.color_versions()[0].colors) == {
        "light": "#7a1f5c",
        "dark": "",
    }


def test_the_page_asks_the_database_little(admin, clock):
    for number in range(5):
        clock.at(clock.moment + timedelta(hours=1))
        apply(admin, ADDRESS, {"light": ("#7a1f5c", "#0b5c8a")[number % 2]})
    _words, statements = asked(admin, ADDRESS)
    assert len(statements) <= 12, statements
