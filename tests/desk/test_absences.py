"""Somebody is away: it is written down, and what cannot wait shows to whoever stands in."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.core.actor import Actor
from debiet.core.models import AuditEntry
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Role
from debiet.staff import actions as staff
from debiet.staff.actions import AbsenceBackwards, OwnDeputy
from debiet.staff.models import Absence
from tests import make
from tests.desk.reading import text_of

TODAY = make.MONDAY.date()


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def away(utility):
    return make.employee(utility, name="Els Vermeulen")


@pytest.fixture
def elsewhere(utility):
    """A colleague of another team, who is the deputy."""
    return make.employee(utility, name="Piet Ginder", team=utility.partner_team)


def be_away(somebody, *, deputy=None, by=None, first=TODAY, days=5):
    return staff.record_absence(
        employee_id=somebody.employee_id,
        first_on=first,
        final_on=first + timedelta(days=days - 1),
        kind=AbsenceKind.ILLNESS,
        deputy_id=deputy.employee_id if deputy else None,
        by=(by or somebody).actor,
        at=make.MONDAY,
    )


def given(somebody, **changes):
    opened = make.case(**changes)
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=somebody.employee_id,
        seen_version=1,
        by=somebody.actor,
        at=make.MONDAY,
    )
    return opened


def form(somebody, **changes):
    return {
        "employee": somebody.employee_id,
        "first_on": "2026-03-02",
        "final_on": "2026-03-06",
        "kind": "leave",
        "deputy": "",
    } | changes


def test_an_absence_is_written_down_and_taken_back(away, sign_in):
    browser = sign_in(away)
    browser.post("/absences/", form(away))
    absence = Absence.objects.get()
    assert absence.from_at == make.local("2026-03-02 00:00")
    assert absence.until_at == make.local("2026-03-07 00:00")
    shown = text_of(browser.get("/absences/"))
    assert "Els Vermeulen now" in shown
    assert "leave" in shown

    browser.post(f"/absences/{absence.pk}/withdraw/")
    assert "Now and to come" not in text_of(browser.get("/absences/"))
    assert browser.post(f"/absences/{absence.pk}/withdraw/").status_code == 404
    facts = AuditEntry.objects.filter(reference=f"employee:{away.employee_id}")
    assert facts.filter(facts={"absence": absence.pk}).count() == 2
    assert "leave" not in str(list(facts.values("facts")))


def test_who_leads_the_team_writes_it_down_for_somebody_and_others_do_not(
    away, lead, agent, sign_in
):
    assert be_away(away, by=lead)
    refused = sign_in(agent).post("/absences/", form(away))
    assert "Select a valid choice" in text_of(refused)
    for action in (
        lambda: be_away(away, by=agent),
        lambda: staff.withdraw_absence(
            absence_id=Absence.objects.get().pk, by=agent.actor, at=make.MONDAY
        ),
    ):
        with pytest.raises(staff.NotFound):
            action()
    posted = sign_in(agent).post(f"/absences/{Absence.objects.get().pk}/withdraw/")
    assert posted.status_code == 404


def test_why_somebody_is_away_is_seen_by_itself_and_who_leads_alone(away, lead, agent, sign_in):
    be_away(away)
    given(away)
    for somebody, sees in ((away, True), (lead, True), (agent, False)):
        browser = sign_in(somebody)
        pages = "".join(text_of(browser.get(page)) for page in ("/absences/", "/board/"))
        assert ("ill " in pages.split("Write an absence down")[0]) is sees


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"final_on": "2026-03-01"}, "The final day is before the first."),
        ({"deputy": "self"}, "Choose a colleague as deputy"),
        ({"first_on": "x"}, "Enter a valid date"),
    ],
)
def test_what_cannot_be_meant_is_said(away, sign_in, changes, said):
    if changes.get("deputy") == "self":
        changes = {"deputy": away.employee_id}
    assert said in text_of(sign_in(away).post("/absences/", form(away, **changes)))
    assert not Absence.objects.exists()


def test_backwards_and_own_deputy_are_refused_by_the_action_too(away):
    with pytest.raises(AbsenceBackwards):
        be_away(away, days=0)
    with pytest.raises(OwnDeputy):
        be_away(away, deputy=away)


def test_a_new_message_and_what_falls_due_soon_show_at_once_to_deputy_and_team(
    away, agent, elsewhere, sign_in, clock
):
    quiet = given(away, at=make.MONDAY - timedelta(days=3))
    cases.answer_case(
        case_id=quiet.case_id,
        text="Wij zoeken het uit.",
        resolves=False,
        is_substantive=True,
        seen_version=2,
        by=agent.actor,
        at=make.MONDAY - timedelta(days=3),
    )
    browsers = [sign_in(agent), sign_in(elsewhere)]
    be_away(away, deputy=elsewhere)
    for browser in browsers:
        assert quiet.number not in browser.get("/absent/").content.decode()
        assert "Of absent colleagues" not in text_of(browser.get("/work/mine/"))

    clock.at(make.MONDAY + timedelta(hours=1))
    cases.add_words(
        case_id=quiet.case_id,
        text="En nu?",
        by=Actor.visitor(quiet.case_id),
        at=clock.moment,
    )
    assert "Of absent colleagues 1" in text_of(browsers[0].get("/work/mine/"))
    assert quiet.number in browsers[0].get("/absent/").content.decode()


def test_the_absent_one_itself_is_not_told_of_its_own_work(away, sign_in):
    opened = given(away)
    be_away(away)
    assert opened.number not in sign_in(away).get("/absent/").content.decode()


def test_a_deputy_who_is_away_too_is_followed_by_its_own(away, agent, lead, utility, sign_in):
    second = make.employee(utility, team=utility.ombuds_team, name="Wim Verder")
    third = make.employee(utility, team=utility.ombuds_team, name="Zoë Later")
    opened = given(away)
    be_away(away, deputy=second)
    assert opened.number in sign_in(second).get("/absent/").content.decode()
    assert opened.number not in sign_in(third).get("/absent/").content.decode()
    be_away(second, deputy=third)
    assert opened.number in sign_in(third).get("/absent/").content.decode()
    shown = text_of(sign_in(lead).get("/board/"))
    assert "Els Vermeulen" in shown
    assert "Zoë Later" in shown


def test_who_is_back_or_not_yet_away_hides_nothing(away, agent, sign_in, clock):
    opened = given(away)
    be_away(away, first=TODAY + timedelta(days=1), days=1)
    browser = sign_in(agent)

    def shown():
        return opened.number in browser.get("/absent/").content.decode()

    assert not shown()
    clock.at(make.local("2026-03-03 00:00"))
    assert shown()
    clock.at(make.local("2026-03-04 00:00"))
    assert not shown()


def test_a_closed_part_stays_closed_to_a_deputy(utility, agent, sign_in):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    closed = given(ombuds, topic_code="ombuds")
    be_away(ombuds, deputy=agent)
    for address in ("/absent/", f"/board/absent/?employee={ombuds.employee_id}", "/board/cases/"):
        assert closed.number not in sign_in(agent).get(address).content.decode()
