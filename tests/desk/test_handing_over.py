"""Handing many cases over: to one, to the team, or spread by its way; from the board as well."""

import re
from datetime import timedelta
from html import unescape

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import BulkChange, Case, CaseAssignment
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Role
from debiet.rules.assignment import Skill, Way
from debiet.rules.cases import Carrier
from debiet.staff import actions as staff
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_casework_bulk import do, preview, row, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def people(utility):
    return [make.employee(utility, name=name) for name in ("Ann Arens", "Bob Bos")]


@pytest.fixture
def browser(lead, sign_in):
    return sign_in(lead)


def rule(utility, lead, way=Way.ROUND_ROBIN, **skills):
    cases.set_assignment(
        team_id=utility.team.pk,
        way=way,
        skills={lead.employee_id: Skill(takes=False)}
        | {int(number.strip("_")): skill for number, skill in skills.items()},
        seen_version=0,
        by=make.SYSTEM,
        at=make.MONDAY,
    )


def of_somebody(person, count=4, **changes):
    found = [make.case(subject=f"Vraag {number}", **changes) for number in range(count)]
    for opened in found:
        cases.assign_case(
            case_id=opened.case_id, employee_id=person.employee_id, seen_version=1,
            by=person.actor, at=make.MONDAY,
        )  # fmt: skip
    return found


def away(person):
    staff.record_absence(
        employee_id=person.employee_id, first_on=make.MONDAY.date(),
        final_on=make.MONDAY.date() + timedelta(days=3), kind=AbsenceKind.LEAVE, deputy_id=None,
        by=person.actor, at=make.MONDAY,
    )  # fmt: skip


def rows(opened):
    numbers = [one.case_id for one in opened]
    return list(Case.objects.filter(pk__in=numbers).order_by("pk").values())


def but_version(found):
    return [{key: value for key, value in one.items() if key != "version"} for one in found]


def test_all_of_an_absent_colleague_are_spread_from_the_board_and_taken_back(
    browser, people, lead, utility
):
    rule(utility, lead)
    absent = make.employee(utility, name="Els Vermeulen")
    opened = of_somebody(absent)
    away(absent)
    before = rows(opened)
    board = browser.get("/board/").content.decode()
    (address,) = re.findall(r'href="([^"]+)">Hand over all', board)
    chosen = browser.get(unescape(address)).content.decode()
    assert len(re.findall(r'name="case" value="\d+"[^>]* checked', chosen)) == 4

    numbers = [one.case_id for one in opened]
    shown = browser.post(unescape(address), {"case": numbers, "kind": "spread"})

    assert re.findall(r"→ (Ann Arens|Bob Bos)", text_of(shown)) == [
        "Ann Arens", "Bob Bos", "Ann Arens", "Bob Bos",
    ]  # fmt: skip
    assert rows(opened) == before
    done, again = do(browser, shown), do(browser, shown)
    ann, bob = people
    assert [row(one).assignee_id for one in opened] == [
        ann.employee_id, bob.employee_id, ann.employee_id, bob.employee_id,
    ]  # fmt: skip
    assert text_of(done).count("→") == 4
    assert text_of(again) == text_of(done)
    assert CaseAssignment.objects.count() == 4  # each used a turn, once

    for _time in range(2):
        assert text_of(undo(browser)).count("as it was before") == 4
    assert but_version(rows(opened)) == but_version(before)


def test_what_cannot_be_spread_is_left_and_says_why(browser, people, lead, utility):
    ann, bob = people
    rule(
        utility,
        lead,
        **{f"_{one.employee_id}": Skill(topics=frozenset({"invoice"})) for one in people},
    )
    away(bob)
    fits, other, closed = make.case(), make.case(topic_code="mail"), make.case()
    cases.resolve_case(
        case_id=closed.case_id, topic_code=None, seen_version=1, by=lead.actor, at=make.MONDAY
    )
    shown = preview(browser, [fits, other, closed], kind="spread")
    words = text_of(shown)
    assert "1 case is changed" in words
    assert "nobody with the skill" in words
    assert "is closed" in words
    do(browser, shown)
    assert [row(one).assignee_id for one in (fits, other, closed)] == [
        ann.employee_id, None, None,
    ]  # fmt: skip


def test_who_went_away_since_the_preview_gets_nothing(browser, people, lead, utility):
    rule(utility, lead)
    opened = [make.case(), make.case()]
    shown = preview(browser, opened, kind="spread")
    away(people[0])
    done = text_of(do(browser, shown))
    assert "who could is away" in done
    assert [row(one).assignee_id for one in opened] == [None, people[1].employee_id]


def test_a_team_by_hand_is_spread_by_least_load(browser, people, lead, utility):
    of_somebody(people[0], 2)
    rule(utility, lead, Way.BY_HAND)
    opened = make.case()
    do(browser, preview(browser, [opened], kind="spread"))
    assert row(opened).assignee_id == people[1].employee_id


def test_cases_go_back_to_their_team_and_return(browser, people):
    opened = of_somebody(people[0], 2)
    before = rows(opened)
    do(browser, preview(browser, opened, kind="release"))
    assert [row(one).assignee_id for one in opened] == [None, None]
    undo(browser)
    assert but_version(rows(opened)) == but_version(before)


def test_spreading_shows_and_changes_nothing_behind_a_wall(browser, lead, people, utility):
    rule(utility, lead)
    hidden = make.case(topic_code="ombuds", subject="Geheim")
    shown = preview(browser, [hidden, make.case()], kind="spread")
    assert "Geheim" not in text_of(shown)
    do(browser, shown)
    assert row(hidden).assignee_id is None
    assert BulkChange.objects.get().items.count() == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [("from=board&carrier=phone", 1), ("from=board&standing=open", 3), ("from=absent", 1),
     ("from=board&assignee=0", 0), ("from=board&nobody=1", 0)],
)  # fmt: skip
def test_every_list_of_the_board_leads_to_changing_several(browser, people, query, count):
    of_somebody(people[0], 1)
    away(people[0])
    make.case(carrier=Carrier.PHONE)
    make.case()
    name = "absent" if "absent" in query else "cases"
    asked = "&".join(part for part in query.split("&") if not part.startswith("from"))
    listed = browser.get(f"/board/{name}/?{asked}").content.decode()
    links = re.findall(r'href="(/bulk/[^"]*)"', listed)
    assert len(links) == (1 if count else 0)
    for address in (f"/bulk/?{query}", *map(unescape, links)):
        assert browser.get(address).content.decode().count('name="case"') == count


def test_choosing_and_showing_a_spread_takes_few_statements(
    browser, people, lead, utility, django_assert_max_num_queries
):
    rule(utility, lead)
    opened = [make.case() for _number in range(25)]
    preview(browser, opened[:1], kind="spread")
    with django_assert_max_num_queries(28):
        preview(browser, opened, kind="spread")
