"""The team board: numbers, the list behind each of them, who is away and what the week brings."""

import re
from datetime import timedelta
from html import unescape

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from debiet.staff import actions as staff
from tests import make
from tests.desk.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def browser(lead, sign_in):
    return sign_in(lead)


@pytest.fixture
def house(utility, lead, clock):
    """Cases of two teams and several ways, some late, some soon, one closed, one behind a wall."""
    for number in range(9):
        make.case(
            at=make.MONDAY - timedelta(hours=13 * number),
            carrier=(Carrier.WEB_FORM, Carrier.EMAIL, Carrier.PHONE)[number % 3],
            topic_code="invoice" if number % 2 else "line",
        )
    make.case(topic_code="ombuds")
    closed = make.case()
    cases.resolve_case(
        case_id=closed.case_id, topic_code=None, seen_version=1, by=lead.actor, at=make.MONDAY
    )
    clock.at(make.MONDAY + timedelta(hours=2))


def numbers(page):
    """Return every number of the page that leads to a list, with its address."""
    found = re.findall(r'<a href="(/board/(?:cases|absent)/[^"]*)">(\d+)(?: late)?</a>', page)
    return [(unescape(url), int(count)) for url, count in found]


def listed(browser, url):
    """Return the numbers of all cases behind an address, page after page."""
    found = []
    while url:
        page = browser.get(url).content.decode()
        found += re.findall(r'class="item[^>]*href="/cases/([\d-]+)/', page)
        after = re.search(r'rel="next" href="(\?[^"]+)"', page)
        url = url.split("?")[0] + unescape(after[1]) if after else ""
    return found


def test_every_number_agrees_with_the_list_behind_it(house, browser):
    for address in ("/board/", *(f"/board/?team={key}" for key in teams(browser))):
        page = browser.get(address).content.decode()
        found = numbers(page)
        assert len(found) > 20
        assert len({count for _url, count in found}) > 2
        for url, count in found:
            assert len(listed(browser, url)) == count, url


def teams(browser):
    return re.findall(r'<option value="(\d+)"', browser.get("/board/").content.decode())


def test_what_is_closed_or_behind_a_wall_is_in_no_number(house, browser):
    page = browser.get("/board/").content.decode()
    (opened,) = (count for url, count in numbers(page) if url == "/board/cases/?standing=open")
    assert opened == 9
    assert Case.objects.count() == 11
    assert "Ombudsdienst" not in page


def test_more_than_a_page_of_cases_is_listed_to_the_end(utility, browser):
    for _case in range(43):
        make.case()
    assert len(set(listed(browser, "/board/cases/?standing=open"))) == 43


def test_whoever_is_away_stands_on_the_board_with_what_cannot_wait(utility, browser, lead, clock):
    away = make.employee(utility, name="Els Vermeulen")
    opened = make.case()
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=away.employee_id,
        seen_version=1,
        by=lead.actor,
        at=make.MONDAY,
    )
    assert "Away now" not in text_of(browser.get("/board/"))
    staff.record_absence(
        employee_id=away.employee_id,
        first_on=make.MONDAY.date(),
        final_on=make.MONDAY.date() + timedelta(days=1),
        kind=AbsenceKind.LEAVE,
        deputy_id=lead.employee_id,
        by=lead.actor,
        at=make.MONDAY,
    )
    page = browser.get("/board/")
    assert re.search(r"Els Vermeulen \w+ 4 \w+ Sarah Peeters 1 1 1", text_of(page))
    for url, count in numbers(page.content.decode()):
        if "/absent/" in url:
            assert listed(browser, url) == [opened.number] * count


def test_a_merged_case_counts_once_and_what_comes_to_it_counts_for_its_leading_one(
    utility, browser, lead, clock
):
    away = make.employee(utility, name="Els Vermeulen")
    leading, merged = make.case(), make.case()
    for one in (leading, merged):
        cases.assign_case(
            case_id=one.case_id,
            employee_id=away.employee_id,
            seen_version=1,
            by=lead.actor,
            at=make.MONDAY,
        )
    cases.merge_case(
        case_id=merged.case_id,
        leading_number=leading.number,
        seen_version=2,
        by=lead.actor,
        at=make.MONDAY,
    )
    tomorrow = make.MONDAY.date() + timedelta(days=1)
    staff.record_absence(
        employee_id=away.employee_id,
        first_on=tomorrow,
        final_on=tomorrow,
        kind=AbsenceKind.LEAVE,
        deputy_id=None,
        by=lead.actor,
        at=make.MONDAY,
    )
    at = make.MONDAY + timedelta(days=1, hours=1)
    cases.add_words(case_id=merged.case_id, text="En nu?", by=Actor.visitor(merged.case_id), at=at)
    clock.at(at + timedelta(hours=1))
    page = browser.get("/board/")
    assert re.search(r"Els Vermeulen \w+ 4 \w+ the team 1 1 1", text_of(page))
    for url, count in numbers(page.content.decode()):
        assert listed(browser, url) == [leading.number] * count, url


def test_the_week_sets_what_falls_due_against_who_is_there(utility, browser, agent, clock):
    for _case in range(15):
        make.case()  # due at the end of the day
    page = text_of(browser.get("/board/"))
    # Two people of twelve cases a day each.
    assert re.search(r"mo 2 \w+ 15 24 0|2 Mar\w* 15 24 0|15 24 0", page)
    staff.record_absence(
        employee_id=agent.employee_id,
        first_on=make.MONDAY.date(),
        final_on=make.MONDAY.date(),
        kind=AbsenceKind.LEAVE,
        deputy_id=None,
        by=agent.actor,
        at=make.MONDAY,
    )
    assert "15 12 3" in text_of(browser.get("/board/"))
    staff.save_house_setting(
        code="cases_a_day", value="20", valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
    )
    assert "15 20 0" in text_of(browser.get("/board/"))


def test_on_closed_days_nobody_is_counted_on(utility, browser, agent):
    make.case()
    page = browser.get("/board/").content.decode()
    assert re.findall(r'<a href="#people">(\d+)</a>', page) == ["24"] * 5 + ["0"] * 2
    # Behind the number: each of the two with what one handles a day, nothing where it is closed.
    people = re.search(r'id="people".*?</details>', page, re.DOTALL)[0]
    assert re.findall(r'<td class="number">(\d+)</td>', people) == (["12"] * 5 + ["0"] * 2) * 2


@pytest.mark.parametrize(
    "query",
    ["standing=x", "team=x", "team=1%00", "carrier=x", "day=x", "day=2026-02-31", "topic=%00",
     "cursor=x", "team=99999999999999999999", "employee=x", "waiting=x"],
)  # fmt: skip
def test_an_address_typed_by_hand_breaks_nothing(house, browser, query):
    for page in ("/board/", "/board/cases/", "/board/absent/"):
        assert browser.get(f"{page}?{query}").status_code == 200
