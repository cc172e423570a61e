"""Calls that were promised: to be made, broken, tried, made and withdrawn."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.models import Callback, CallbackAttempt, Case, Interaction
from debiet.core.errors import ChangedMeanwhile
from debiet.rules.access import Role
from debiet.rules.cases import AttemptOutcome, CallbackState, CaseState
from debiet.staff.models import Notification
from debiet.terms.models import ClockEntry
from tests import make
from tests.desk.reading import text_of

HOUR = timedelta(hours=1)
FROM, UNTIL = make.MONDAY + HOUR, make.MONDAY + 3 * HOUR


@pytest.fixture
def opened(utility):
    return make.case()


def promise(somebody, case_id, **changes):
    values = {
        "phone": "0470 12 34 56",
        "words": "over de factuur",
        "promised_from": FROM,
        "promised_until": UNTIL,
    }
    return cases.promise_callback(
        case_id=case_id, **(values | changes), by=somebody.actor, at=make.MONDAY
    )


def attempt(somebody, callback_id, outcome=AttemptOutcome.NO_ANSWER, at=FROM, **changes):
    changes = {"seen_attempts": 0} | changes
    cases.record_attempt(
        callback_id=callback_id, outcome=outcome, by=somebody.actor, at=at, **changes
    )


def test_the_same_promise_twice_is_one(agent, opened):
    assert promise(agent, opened.case_id) == promise(agent, opened.case_id)
    assert Callback.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"phone": " \x00"}, cases.NoPhone),
        ({"phone": "bel mij"}, cases.NoPhone),
        ({"promised_until": FROM}, cases.WindowOver),
        ({"promised_from": FROM - 9 * HOUR, "promised_until": make.MONDAY}, cases.WindowOver),
    ],
)
def test_a_promise_that_cannot_be_kept_is_not_made(agent, opened, changes, refusal):
    with pytest.raises(refusal):
        promise(agent, opened.case_id, **changes)


def test_a_try_is_no_reply_and_moves_no_clock(agent, opened):
    made = promise(agent, opened.case_id)
    before = (list(ClockEntry.objects.values()), list(Case.objects.values("due_at", "state")))
    for outcome in ("no-answer", "voicemail", "wrong-number"):
        tries = CallbackAttempt.objects.count()
        attempt(agent, made, AttemptOutcome(outcome), seen_attempts=tries)
    assert before == (
        list(ClockEntry.objects.values()),
        list(Case.objects.values("due_at", "state")),
    )
    callback = Callback.objects.get()
    assert (callback.state, callback.first_tried_at) == (CallbackState.PROMISED, FROM)


def test_who_is_reached_got_an_answer_at_that_moment(agent, opened):
    made = promise(agent, opened.case_id)
    with pytest.raises(cases.EmptyText):
        attempt(agent, made, AttemptOutcome.REACHED)
    attempt(agent, made, AttemptOutcome.REACHED, words="Uitgelegd.", resolves=True)
    contact = Interaction.objects.latest("id")
    assert (contact.text, contact.happened_at, contact.carrier) == ("Uitgelegd.", FROM, "phone")
    assert ClockEntry.objects.get(kind="replied").occurred_at == FROM
    assert Case.objects.get().state == CaseState.RESOLVED
    assert Callback.objects.get().state == CallbackState.REACHED


def test_a_double_click_is_one_try_and_two_colleagues_know_of_each_other(agent, opened, utility):
    made = promise(agent, opened.case_id)
    for _click in range(2):
        attempt(agent, made)
    assert CallbackAttempt.objects.count() == 1
    with pytest.raises(ChangedMeanwhile):
        attempt(make.employee(utility), made)
    attempt(agent, made, AttemptOutcome.REACHED, words="Zo.", seen_attempts=1)
    attempt(agent, made, AttemptOutcome.REACHED, words="Zo.", seen_attempts=1)
    assert Interaction.objects.filter(text="Zo.").count() == 1
    with pytest.raises(cases.CallbackEnded):
        attempt(agent, made, seen_attempts=2)
    with pytest.raises(cases.CallbackEnded):
        cases.withdraw_callback(callback_id=made, by=agent.actor, at=FROM)


def test_a_promise_is_withdrawn_once(agent, opened):
    made = promise(agent, opened.case_id)
    for _click in range(2):
        cases.withdraw_callback(callback_id=made, by=agent.actor, at=FROM)
    assert Callback.objects.get().ended_at == FROM
    assert queries.callbacks(viewer=agent.actor, at=UNTIL + HOUR) == []


def test_broken_promises_come_first_and_a_late_try_stays_known_as_late(
    agent, opened, browser_of_agent, clock
):
    kept = promise(agent, opened.case_id, phone="0470 00 00 01")
    attempt(agent, kept)
    late = promise(agent, opened.case_id, phone="0470 00 00 02")
    attempt(agent, late, at=UNTIL + timedelta(minutes=1))
    promise(agent, opened.case_id, phone="0470 00 00 03", promised_until=UNTIL + 9 * HOUR)
    never = promise(agent, opened.case_id, phone="0470 00 00 04", promised_until=UNTIL + HOUR)
    clock.at(UNTIL + 2 * HOUR)
    rows = queries.callbacks(viewer=agent.actor, at=clock.moment)
    assert [row.callback_id for row in rows[:2]] == [late, never]
    assert [row.is_broken for row in rows] == [True, True, False, False]
    page = browser_of_agent.get("/callbacks/")
    shown = text_of(page)
    assert "Promise broken: the first try came too late" in shown
    assert "Promise broken: nobody called in time" in shown
    assert "tried, not reached yet" in shown
    assert '<span class="count late">4</span>' in page.content.decode()
    assert "Promise broken" in text_of(browser_of_agent.get(f"/cases/{opened.number}/"))


def test_the_leads_are_told_once_of_a_window_that_passed(agent, opened, utility, sign_in, clock):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    promise(agent, opened.case_id)
    tried = promise(agent, opened.case_id, phone="0470 00 00 01")
    attempt(agent, tried)
    assert queries.missed_callback_ids(at=UNTIL) == []
    from debiet.cases import tasks

    clock.at(UNTIL + timedelta(minutes=1))
    for _minute in range(3):
        tasks.tell_missed_callbacks()
    notice = Notification.objects.get()
    assert (notice.employee_id, notice.kind) == (lead.employee_id, "case.callback-missed")
    assert "A promised call was not made" in text_of(sign_in(lead).get("/notices/"))
    assert queries.missed_callback_ids(at=UNTIL + timedelta(days=2)) == []


def test_a_call_is_promised_tried_and_made_on_the_pages(browser_of_agent, opened, clock):
    address = f"/cases/{opened.number}/callback/"
    assert "Choose one of these." in text_of(browser_of_agent.post(address, {"window": ""}))
    fields = {
        "other_day": "2026-03-02",
        "other_from": "14:00",
        "other_until": "16:00",
        "callback_phone": "0470 12 34 56",
    }
    done = browser_of_agent.post(address, fields)
    assert done.headers["Location"].startswith(f"/cases/{opened.number}/")
    made = Callback.objects.get()
    clock.at(make.local("2026-03-02 14:05"))
    page = f"/callbacks/{made.pk}/"
    browser_of_agent.post(page, {"outcome": "voicemail", "seen": "0"})
    assert "left a message on the voicemail" in text_of(browser_of_agent.get(page))
    refused = browser_of_agent.post(page, {"outcome": "no-answer", "seen": "0"})
    assert "A colleague tried in the meantime" in text_of(refused)
    done = browser_of_agent.post(page, {"outcome": "reached", "words": "Ja.", "seen": "1"})
    assert done.headers["Location"] == f"/cases/{opened.number}/"


def test_a_promise_is_withdrawn_on_its_page(browser_of_agent, agent, opened):
    made = promise(agent, opened.case_id)
    browser_of_agent.post(f"/callbacks/{made}/withdraw/")
    assert Callback.objects.get().state == CallbackState.WITHDRAWN


def test_a_promise_of_a_closed_part_is_as_unknown_as_none(browser_of_agent, utility):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    closed = make.case(topic_code="ombuds", subject="kanarie")
    made = promise(ombuds, closed.case_id)
    for path in (f"/callbacks/{made}/", f"/callbacks/{made}/withdraw/"):
        for response in (
            browser_of_agent.get(path),
            browser_of_agent.post(path, {"outcome": "no-answer", "seen": "0"}),
        ):
            assert response.status_code == 404
            assert "kanarie" not in response.content.decode()
    assert browser_of_agent.post(f"/cases/{closed.number}/callback/").status_code == 404
    assert "kanarie" not in browser_of_agent.get("/callbacks/").content.decode()
    assert not CallbackAttempt.objects.exists()
    assert Callback.objects.get().state == CallbackState.PROMISED


def test_a_double_click_is_one_try_though_its_words_have_lines(agent, opened):
    made = promise(agent, opened.case_id)
    words = "Zo zit het.\r\nTot ziens."
    for _click in range(2):
        attempt(agent, made, AttemptOutcome.REACHED, words=words)
    assert Interaction.objects.filter(text="Zo zit het.\nTot ziens.").count() == 1


def test_what_was_left_on_the_voicemail_is_shown_with_the_try(browser_of_agent, agent, opened):
    made = promise(agent, opened.case_id)
    attempt(agent, made, AttemptOutcome.VOICEMAIL, words="We bellen morgen terug")
    for path in (f"/callbacks/{made}/", "/callbacks/", f"/cases/{opened.number}/"):
        assert "We bellen morgen terug" in text_of(browser_of_agent.get(path)), path


def test_what_was_said_is_not_lost_when_a_colleague_made_the_call(
    browser_of_agent, agent, opened, utility, clock
):
    made = promise(agent, opened.case_id)
    clock.at(FROM)
    attempt(make.employee(utility), made, AttemptOutcome.REACHED, words="Ja.")
    fields = {"outcome": "reached", "words": "Het lek is hersteld.", "seen": "0"}
    page = browser_of_agent.post(f"/callbacks/{made}/", fields)
    assert "Het lek is hersteld." in text_of(page)
    assert f'href="/cases/{opened.number}/contact/"' in page.content.decode()


def test_the_same_window_about_something_else_is_another_promise(agent, opened):
    promise(agent, opened.case_id)
    promise(agent, opened.case_id, words="over de domiciliëring")
    assert {row.words for row in Callback.objects.all()} == {
        "over de factuur",
        "over de domiciliëring",
    }


def test_a_promise_of_another_age_is_refused(agent, opened):
    far = make.MONDAY + timedelta(days=400)
    with pytest.raises(cases.WindowOver):
        promise(agent, opened.case_id, promised_from=far, promised_until=far + HOUR)
