"""Another number of months: seen first, asked with a reason, agreed to by a second person."""

from datetime import date, timedelta

import pytest

from debiet.cases import actions as cases
from debiet.core.models import AuditEntry
from debiet.jurisdictions import be_flanders
from debiet.jurisdictions.values import Confidence, LegalValue, Unit
from debiet.retention import actions, queries
from debiet.retention.models import MonthsProposal, RetentionMonths
from debiet.rules.access import Role
from debiet.rules.retention import RecordKind
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_setup_calendars import apply
from tests.desk.test_statements import asked

CASES = "/retention/kinds/case/"
REASON = "Board, 1 March 2026"


@pytest.fixture
def dpo(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.DPO, name="Dina Privé"))


@pytest.fixture
def admin(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


@pytest.fixture
def closed(utility, clock):
    """Three cases, closed on one day, seen three years later."""
    agent = make.employee(utility)
    for _number in range(3):
        opened = make.case()
        cases.answer_case(
            case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
        )
    clock.at(make.MONDAY + timedelta(days=3 * 366))


def months(at, kind=RecordKind.CASE):
    return queries.months_on(at=at)[kind].months


def ask(browser, number, address=f"{CASES}change/"):
    return apply(browser, address, {"months": str(number), "source": REASON})


def proposal():
    return MonthsProposal.objects.latest("pk").pk


def agree(browser):
    return browser.post(f"/retention/months/{proposal()}/agree/", follow=True)


def test_it_is_seen_asked_agreed_to_and_holds(closed, dpo, admin, clock):
    shown, done = ask(dpo, 24)
    told = text_of(shown)
    assert "24 months, now 60." in told
    assert "The terms of 3 records would end 36 months earlier." in told
    assert "3 records more could go today, for good, once a run is started." in told
    assert done.status_code == 302
    assert months(clock.moment) == 60  # nobody agreed yet
    assert "waits for a second person" in text_of(dpo.get("/retention/"))

    page = text_of(admin.get(CASES))
    assert "Asked by Dina Privé, " in page
    assert REASON in page
    assert "3 records more could go today" in page
    assert "It holds from now on." in text_of(agree(admin))
    assert months(clock.moment) == 24
    kept = RetentionMonths.objects.get()
    assert (kept.source, kept.months) == (REASON, 24)
    history = text_of(dpo.get(CASES))
    assert "Agreed to, An Beheer" in history
    assert "Another number of months asked, Dina Privé" in history
    facts = AuditEntry.objects.filter(reference="retention:case").values_list("facts", flat=True)
    assert [one["months"] for one in facts] == [24, 24]
    assert agree(admin).status_code == 404  # it does not wait any more


def test_a_longer_term_says_what_would_stay(closed, dpo, admin, clock):
    ask(dpo, 24)
    agree(admin)
    shown, _done = ask(dpo, 60)
    told = text_of(shown)
    assert "The terms of 3 records would end 36 months later." in told
    assert "3 records that could go today would stay." in told
    agree(admin)
    page = dpo.get(CASES)
    assert "Use version 1 again" in text_of(page)
    start = dpo.get(f"{CASES}change/?version=1").content.decode()
    assert 'value="24"' in start


def test_nobody_agrees_to_what_it_asked_itself(dpo, clock):
    ask(dpo, 24)
    assert "/agree/" not in dpo.get(CASES).content.decode()
    assert "Somebody else than who asked must agree to this." in text_of(agree(dpo))
    assert months(clock.moment) == 60


@pytest.mark.parametrize("who", ["dpo", "admin"])
def test_it_is_declined_or_taken_back_and_nothing_changes(dpo, admin, clock, who):
    ask(dpo, 24)
    browser = {"dpo": dpo, "admin": admin}[who]
    answer = browser.post(f"/retention/months/{proposal()}/decline/", follow=True)
    assert "It stays as it is." in text_of(answer)
    assert months(clock.moment) == 60
    ask(dpo, 36)  # and another one can be asked
    assert MonthsProposal.objects.count() == 2


def test_one_waits_at_a_time(dpo):
    ask(dpo, 24)
    _shown, answer = ask(dpo, 36)
    assert "Another number waits for a second person." in text_of(answer)
    assert MonthsProposal.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"months": "0", "source": REASON}, "greater than or equal to 1"),
        ({"months": "1201", "source": REASON}, "less than or equal to 1200"),
        ({"months": "24", "source": ""}, "required"),
    ],
)
def test_what_cannot_be_meant_is_said(dpo, fields, why):
    page = dpo.post(f"{CASES}change/", fields | {"step": "look"})
    assert why in text_of(page)


def test_what_the_law_fixes_cannot_be_set_below_it(dpo, admin, clock, monkeypatch):
    # No act that we know sets a least term for these kinds: one is made up here.
    law = LegalValue(
        48, Unit.MONTHS, date(2020, 1, 1), None, "Act of the test, art. 7", Confidence.CERTAIN
    )
    ask(dpo, 24)  # before the law was there
    monkeypatch.setitem(be_flanders.RETENTION_LEAST, "case", [law])
    page = dpo.post(f"{CASES}change/", {"months": "47", "source": "x", "step": "look"})
    assert "The law asks at least 48 months: Act of the test, art. 7." in text_of(page)
    assert "48 months: Act of the test, art. 7" in text_of(dpo.get(CASES))
    assert "The law asks at least 48 months" in text_of(agree(admin))
    assert months(clock.moment) == 60
    with pytest.raises(actions.BelowLaw):
        actions.ask_months(
            kind=RecordKind.CASE, months=47, source="x", by=make.SYSTEM, at=clock.moment
        )
    shown = dpo.post(f"{CASES}change/", {"months": "48", "source": "x", "step": "look"})
    assert "48 months, now 60." in text_of(shown)


def test_what_is_not_there_is_not_found(dpo, admin):
    assert dpo.get("/retention/kinds/nothing/").status_code == 404
    assert dpo.get("/retention/kinds/nothing/change/").status_code == 404
    assert admin.post("/retention/months/999999/agree/").status_code == 404
    assert admin.post("/retention/months/999999/decline/").status_code == 404


def test_the_auditor_reads_and_an_admin_does_not_ask(utility, sign_in, dpo, admin):
    ask(dpo, 24)
    auditor = sign_in(make.employee(utility, role=Role.AUDITOR))
    assert "24 months" in text_of(auditor.get(CASES))
    assert auditor.post(f"/retention/months/{proposal()}/agree/").status_code == 403
    assert auditor.post(f"/retention/months/{proposal()}/decline/").status_code == 404
    assert auditor.get(f"{CASES}change/").status_code == 403
    assert admin.get(f"{CASES}change/").status_code == 403


@pytest.mark.parametrize("kind", list(RecordKind))
def test_each_kind_can_be_counted(dpo, kind):
    shown = dpo.post(
        f"/retention/kinds/{kind}/change/", {"months": "1", "source": "x", "step": "look"}
    )
    assert "What follows from this" in text_of(shown)


def test_the_pages_ask_the_database_little(closed, dpo, admin):
    for number in (24, 36, 48):
        ask(dpo, number)
        agree(admin)
    ask(dpo, 12)
    # What goes together with each case is counted three times: what runs, is due, would be due.
    for browser, address, most in (
        (admin, CASES, 28),
        (dpo, "/retention/", 20),
        (dpo, f"{CASES}change/", 20),
    ):
        _words, statements = asked(browser, address)
        assert len(statements) <= most, (address, len(statements), statements)
