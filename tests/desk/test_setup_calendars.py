"""A calendar is set up at the desk: looked at as a year, changed with its effect shown first."""

import re
from datetime import timedelta

import pytest

from debiet.rules.access import Role
from debiet.terms.models import Calendar, CalendarVersion, Clock
from tests import make
from tests.desk.reading import text_of

AT = make.MONDAY + timedelta(hours=5)
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9-17")


@pytest.fixture
def admin(utility, sign_in, clock):
    clock.at(AT)
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


def seal_of(page):
    return re.search(r'name="seal" value="(\w+)"', page.content.decode())[1]


def apply(browser, address, fields):
    """Look at the effect, then apply it; return the page of the effect and the answer."""
    shown = browser.post(address, fields | {"step": "look"})
    sealed = fields | {"step": "apply", "seal": seal_of(shown)}
    return shown, browser.post(address, sealed)


def newest(code="office"):
    return CalendarVersion.objects.filter(calendar__code=code).order_by("-number").first()


def test_the_list_says_when_each_is_open_and_how_many_clocks_count_by_it(admin):
    make.case(at=make.MONDAY)
    page = text_of(admin.get("/setup/calendars/"))
    assert "Kantooruren office Monday \N{EN DASH} Friday 09:00-17:00 2027 2 1" in page


def test_a_year_is_a_picture_with_a_table_behind(admin):
    page = admin.get("/setup/calendars/office/?year=2026")
    source = page.content.decode()
    assert source.count("<rect") == 365 + 5  # the legend has five
    assert 'class="holiday"' in source
    words = text_of(page)
    assert "256 working days" in words  # 261 weekdays less five holidays
    assert "Mon 6 Apr: holiday, Easter Monday" in words


def test_hours_are_changed_once_the_effect_was_seen(admin):
    case = make.case(at=make.MONDAY)
    due = Clock.objects.get(reference=f"case:{case.number}", milestone="first_reply").due_at
    fields = WEEK | {"fri": "9-12", "valid_from": "2026-03-02"}

    shown, done = apply(admin, "/setup/calendars/office/week/", fields)

    told = text_of(shown)
    assert "It becomes version 2 and holds from now on." in told
    assert "from then on: Monday \N{EN DASH} Thursday 09:00-17:00; Friday 09:00-12:00" in told
    assert "2 open clocks keep the version they have. Were they moved: 1 fall due later" in told
    assert done.status_code == 302
    assert newest().definition["weekly"]["fri"] == [["09:00", "12:00"]]
    assert Clock.objects.get(reference=f"case:{case.number}", milestone="first_reply").due_at == due
    page = text_of(admin.get("/setup/calendars/office/"))
    assert "An Beheer" in page
    assert "holds now" in page


def test_nothing_is_saved_without_the_seal_of_what_was_seen(admin):
    fields = WEEK | {"fri": "9-12", "valid_from": "2026-03-02"}
    shown = admin.post("/setup/calendars/office/week/", fields)
    other = fields | {"thu": "9-12", "step": "apply", "seal": seal_of(shown)}
    again = admin.post("/setup/calendars/office/week/", other)
    assert "Something changed since you looked." in text_of(again)
    assert newest().number == 1
    other["seal"] = seal_of(again)
    assert admin.post("/setup/calendars/office/week/", other).status_code == 302
    # The same page sent twice is one version.
    assert admin.post("/setup/calendars/office/week/", other).status_code == 200
    assert newest().number == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"mon": "nine to five"}, "“nine to five” is no time."),
        ({"mon": "9-25"}, "“9-25” is no time."),
        ({"valid_from": "2026-03-01"}, "Choose today or a later day."),
        (dict.fromkeys(WEEK, ""), "This calendar cannot be used"),
    ],
)
def test_what_cannot_be_meant_is_said_and_not_saved(admin, changes, why):
    fields = WEEK | {"valid_from": "2026-03-02"} | changes
    page = admin.post("/setup/calendars/office/week/", fields | {"step": "look"})
    assert why in text_of(page)
    assert newest().number == 1


def test_a_version_of_a_day_to_come_is_planned_and_may_be_overtaken(admin):
    later = WEEK | {"fri": "9-12", "valid_from": "2026-07-01"}
    _shown, done = apply(admin, "/setup/calendars/office/week/", later)
    assert done.status_code == 302
    assert newest().valid_from == make.local("2026-07-01 00:00")
    assert "planned" in text_of(admin.get("/setup/calendars/office/"))

    earlier = WEEK | {"fri": "9-13", "valid_from": "2026-06-01"}
    shown, _done = apply(admin, "/setup/calendars/office/week/", earlier)
    assert "Version 2, planned from Wednesday 1 July 2026, will then never hold." in text_of(shown)
    page = text_of(admin.get("/setup/calendars/office/"))
    assert "never held: a later one came first" in page


def year_fields(page):
    """Return what the form of a year suggests."""
    source = page.content.decode()
    found = {"holidays": re.findall(r'name="holidays" value="([^"]+)"[^>]*checked', source)}
    for name, value in re.findall(r'<input type="date" name="(\w[^"]+)" value="([^"]*)"', source):
        found[name] = value
    return found


def test_a_new_year_is_suggested_and_open_clocks_adopt_it(admin):
    case = make.case(at=make.MONDAY)
    address = "/setup/calendars/office/years/2028/"
    page = admin.get(address)
    fields = year_fields(page)
    assert len(fields["holidays"]) == 10
    assert "Saturday 11 November 2028, Armistice Day" in text_of(page)
    assert fields["instead_2028-11-11"] == "2028-11-13"  # the Monday after

    fields["holidays"].remove("2028-05-25")  # Ascension Day is worked
    shown, done = apply(
        admin, address, fields | {"bridges": ["2028-08-14"], "others": "24/12/2028"}
    )

    told = text_of(shown)
    assert "knows the holidays of 2028" in told
    assert "November 2028: 20" in told
    assert "the open clocks go on with it by themselves" in told
    assert done.status_code == 302
    found = newest()
    assert found.adds_years_only
    assert found.definition["known_years"] == [2025, 2026, 2027, 2028]
    assert "2028-05-25" not in found.definition["holidays"]
    assert found.definition["overrides"] == {
        "2028-01-03": [], "2028-08-14": [], "2028-11-13": [], "2028-12-24": [],
    }  # fmt: skip
    assert found.definition["reasons"] == {
        "2028-01-03": "replacement:2028-01-01",
        "2028-08-14": "bridge",
        "2028-11-13": "replacement:2028-11-11",
    }
    clocks = Clock.objects.filter(reference=f"case:{case.number}", calendar_version=found)
    assert clocks.exists()
    assert "instead of Armistice Day" in text_of(admin.get("/setup/calendars/office/?year=2028"))


def test_a_year_that_is_known_begins_as_it_is(admin):
    address = "/setup/calendars/office/years/2026/"
    fields = year_fields(admin.get(address))
    assert sorted(fields["holidays"]) == sorted(make.OFFICE["holidays"])
    unchanged = admin.post(address, fields | {"step": "look"})
    assert "Nothing changes." in text_of(unchanged)

    fields["others"] = "24/12/2026 9-12\n31/12/2026"
    apply(admin, address, fields)
    assert newest().definition["overrides"] == {
        "2026-12-24": [["09:00", "12:00"]],
        "2026-12-31": [],
    }
    again = admin.get(address).content.decode()
    assert "24/12/2026 09:00-12:00\n31/12/2026" in again


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"others": "Kerstmis"}, "“Kerstmis” is no day."),
        ({"others": "24/12/2027"}, "Friday 24 December 2027 lies in another year."),
        ({"others": "24/12/2026\n24/12/2026"}, "“24/12/2026” is no day."),
        (
            {"bridges": ["2026-05-15"], "others": "15/5/2026"},
            "Friday 15 May 2026 stands here twice.",
        ),
    ],
)
def test_days_that_cannot_be_are_named(admin, fields, why):
    address = "/setup/calendars/office/years/2026/"
    page = admin.post(address, year_fields(admin.get(address)) | fields | {"step": "look"})
    assert why in text_of(page)


def test_a_year_far_away_and_a_calendar_that_is_not_there_are_not_found(admin):
    for address in ("office/years/2035/", "office/years/2025/", "nowhere/", "nowhere/week/"):
        assert admin.get(f"/setup/calendars/{address}").status_code == 404


def test_the_days_a_bank_rests_are_imported_likewise(admin):
    page = admin.get("/setup/calendars/days/years/2028/?holidays=ECB")
    assert len(year_fields(page)["holidays"]) == 6


def test_weekdays_of_a_calendar_of_days_are_changed(admin):
    fields = {"weekdays": ["mon", "tue", "wed", "thu", "fri", "sat"], "valid_from": "2026-03-02"}
    shown, _done = apply(admin, "/setup/calendars/days/week/", fields)
    assert "March 2026: 26 instead of 22" in text_of(shown)
    assert newest("days").definition["open_weekdays"][-1] == "sat"


def test_a_new_calendar_begins_as_another_one(admin):
    fields = {"code": "night", "title": "Nacht", "like": "office", "valid_from": "2026-03-02"}
    apply(admin, "/setup/calendars/new/", fields)
    assert Calendar.objects.get(code="night").name == "Nacht"
    assert newest("night").definition == make.OFFICE
    for code in ("night", "new"):  # the page of a calendar `new` would be this one
        page = admin.post("/setup/calendars/new/", fields | {"code": code, "step": "look"})
        assert "There is a calendar with this code already." in text_of(page)


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.DPO, Role.PARTNER_AGENT])
def test_nobody_else_changes_a_calendar(utility, sign_in, role):
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    for address in ("", "office/", "office/week/", "office/years/2026/", "new/"):
        assert browser.get(f"/setup/calendars/{address}").status_code == 403


def test_the_pages_ask_the_database_little(admin, django_assert_max_num_queries):
    for number in range(8):
        make.case(at=make.MONDAY + timedelta(minutes=number))
    with django_assert_max_num_queries(22):
        admin.get("/setup/calendars/office/")
    with django_assert_max_num_queries(20):
        admin.get("/setup/calendars/")
