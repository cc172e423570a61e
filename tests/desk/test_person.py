"""A customer's file: who may open it and why, what stands on it, what expires."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.core.models import AccessEntry
from debiet.customers import actions as customers
from debiet.customers.models import CustomerNote, CustomerRelation, FileOpening
from debiet.rules.access import Role
from debiet.rules.customer_file import NOTE_SETTING, RelationKind
from debiet.staff import actions as staff
from tests import make
from tests.desk.reading import text_of

WHY = {"purpose": "contact", "words": "belt over haar factuur"}


@pytest.fixture
def ann(utility):
    return make.customer(email="ann@example.be", phone="0470 12 34 56", number="100284771")


def opened_file(browser, customer, follow=True):
    """Say why, and open a file."""
    return browser.post(f"/customers/{customer.pk}/why/", WHY, follow=follow)


def own_statements(captured):
    """Return the statements that ask or change something; transactions have marks of their own."""
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [one for one in captured.captured_queries if not one["sql"].startswith(marks)]


def test_a_file_opens_only_after_somebody_said_why(browser_of_agent, agent, ann):
    asked = browser_of_agent.get(f"/customers/{ann.pk}/", follow=True)
    shown = text_of(asked)
    assert "Why do you open this file?" in shown
    assert "A. D. S." in shown
    assert "De Smet" not in shown
    assert not AccessEntry.objects.filter(subject=f"customer:{ann.pk}").exists()

    page = opened_file(browser_of_agent, ann)

    assert "Ann De Smet" in text_of(page)
    opening = FileOpening.objects.get()
    assert (opening.employee_id, opening.words) == (agent.employee_id, WHY["words"])
    entry = AccessEntry.objects.get(subject=f"customer:{ann.pk}")
    assert (entry.user_id, entry.purpose) == (agent.user_id, f"opening:{opening.pk}")


def test_a_reason_holds_for_an_hour_and_for_nobody_else(
    browser_of_agent, ann, clock, utility, sign_in
):
    opened_file(browser_of_agent, ann)
    other = sign_in(make.employee(utility))
    assert other.get(f"/customers/{ann.pk}/").status_code == 302
    clock.at(make.MONDAY + timedelta(minutes=59))
    assert browser_of_agent.get(f"/customers/{ann.pk}/").status_code == 200
    clock.at(make.MONDAY + timedelta(minutes=60))
    assert browser_of_agent.get(f"/customers/{ann.pk}/").status_code == 302


def test_a_reason_is_more_than_a_choice_and_mistakes_lose_nothing(browser_of_agent, ann):
    page = browser_of_agent.post(f"/customers/{ann.pk}/why/", {"purpose": "billing", "words": " "})
    assert page.status_code == 200
    assert 'value="billing"' in page.content.decode()
    assert "checked" in page.content.decode()
    assert not FileOpening.objects.exists()


def test_one_is_led_back_to_pages_of_the_desk_only(browser_of_agent, ann):
    for wanted in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        told = browser_of_agent.post(f"/customers/{ann.pk}/why/", WHY | {"next": wanted})
        assert told["Location"] == f"/customers/{ann.pk}/"


def test_from_a_case_the_file_opens_with_the_case_as_its_purpose(browser_of_agent, ann, agent):
    opened = make.case(contact=Contact(name="Ann", email="ann@example.be"))
    cases.link_customer(
        case_id=opened.case_id, customer_id=ann.pk, seen_version=1, by=agent.actor, at=make.MONDAY
    )
    page = browser_of_agent.get(f"/cases/{opened.number}/").content.decode()
    link = re.search(rf'href="(/customers/{ann.pk}/\?from=[^"]+)"', page)[1]

    shown = browser_of_agent.get(link)

    assert "Ann De Smet" in text_of(shown)
    entry = AccessEntry.objects.get(subject=f"customer:{ann.pk}", surface="desk:person")
    assert entry.purpose == f"case:{opened.number}"
    assert not FileOpening.objects.exists()


def test_a_link_of_somebody_else_or_of_another_customer_opens_nothing(
    browser_of_agent, ann, agent, utility, sign_in
):
    opened = make.case(contact=Contact(name="Ann", email="ann@example.be"))
    cases.link_customer(
        case_id=opened.case_id, customer_id=ann.pk, seen_version=1, by=agent.actor, at=make.MONDAY
    )
    page = browser_of_agent.get(f"/cases/{opened.number}/").content.decode()
    token = re.search(rf'href="/customers/{ann.pk}/\?from=([^"]+)"', page)[1]
    other = make.customer(name="Koen Maes")

    assert browser_of_agent.get(f"/customers/{other.pk}/?from={token}").status_code == 302
    assert browser_of_agent.get(f"/customers/{ann.pk}/?from={token}x").status_code == 302
    colleague = sign_in(make.employee(utility))
    assert colleague.get(f"/customers/{ann.pk}/?from={token}").status_code == 302


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_the_file_the_question_or_nothing(role, utility, ann, sign_in):
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    told = browser.get(f"/customers/{ann.pk}/")
    asked = browser.post(f"/customers/{ann.pk}/why/", WHY)
    if role in (Role.HR, Role.ADMIN):
        assert (told.status_code, asked.status_code) == (403, 403)
    elif role is Role.PARTNER_AGENT:  # only from a case of theirs
        assert (told.status_code, asked.status_code) == (404, 404)
    else:
        assert (told.status_code, asked.status_code) == (302, 302)
        assert browser.get(f"/customers/{ann.pk}/").status_code == 200
    assert browser.get("/customers/999999/").status_code in (403, 404)


def test_the_file_shows_who_how_cases_messages_and_costs_twelve_statements(
    browser_of_agent, agent, ann, utility
):
    for number in range(25):
        opened = make.case(
            contact=Contact(name="Ann", email=f"x{number}@example.be"), subject=f"Vraag {number}"
        )
        cases.link_customer(
            case_id=opened.case_id,
            customer_id=ann.pk,
            seen_version=1,
            by=agent.actor,
            at=make.MONDAY,
        )
        if number < 10:
            cases.answer_case(
                case_id=opened.case_id, text="Zo.", seen_version=2, by=agent.actor, at=make.MONDAY
            )
        customers.write_customer_note(
            customer_id=ann.pk,
            text=f"Nota {number}",
            expires_on=date(2026, 6, 1),
            by=agent.actor,
            at=make.MONDAY,
        )
    opened_file(browser_of_agent, ann)

    with CaptureQueriesContext(connection) as captured:
        page = browser_of_agent.get(f"/customers/{ann.pk}/")

    shown = text_of(page)
    for words in ("ann@example.be", "0470 12 34 56", "100284771", "Kouterbaan 18, 9230 Wetteren"):
        assert words in shown
    assert shown.index("Vraag 24") < shown.index("Vraag 9 ")  # the open ones first
    assert shown.count("Nota ") == 25
    assert "Waarom is mijn factuur zo hoog?" in shown
    assert len(own_statements(captured)) <= 12, [
        one["sql"][:90] for one in own_statements(captured)
    ]


def test_the_cases_of_a_file_go_to_the_last_one(browser_of_agent, agent, ann):
    for number in range(45):
        opened = make.case(
            contact=Contact(name="Ann", email=f"x{number}@example.be"), subject=f"Vraag {number}."
        )
        cases.link_customer(
            case_id=opened.case_id,
            customer_id=ann.pk,
            seen_version=1,
            by=agent.actor,
            at=make.MONDAY,
        )
        if number % 3:
            cases.answer_case(
                case_id=opened.case_id, text="Zo.", seen_version=2, by=agent.actor, at=make.MONDAY
            )
    page, seen = opened_file(browser_of_agent, ann), []
    while True:
        seen += re.findall(r'class="subject" href="[^"]+">(Vraag \d+)\.', page.content.decode())
        following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        if following is None:
            break
        page = browser_of_agent.get(f"/customers/{ann.pk}/{following[1]}")
    assert len(seen) == len(set(seen)) == 45
    assert seen[:15] == [f"Vraag {number}" for number in range(42, -1, -3)]


def test_what_stands_in_a_closed_part_is_not_on_the_file(browser_of_agent, ann, utility):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    opened = make.case(topic_code="ombuds", subject="Geheim", text="Vertrouwelijk woord")
    cases.link_customer(
        case_id=opened.case_id, customer_id=ann.pk, seen_version=1, by=ombuds.actor, at=make.MONDAY
    )
    shown = text_of(opened_file(browser_of_agent, ann))
    assert "Geheim" not in shown
    assert "Vertrouwelijk" not in shown


def write(browser, customer, **values):
    typed = {"text": "Belt liefst na 18 uur.", "expires_on": "2026-04-01"} | values
    return browser.post(f"/customers/{customer.pk}/notes/", typed, follow=True)


def test_a_note_is_gone_on_its_day(browser_of_agent, ann, clock, jobs):
    opened_file(browser_of_agent, ann)
    assert "Belt liefst na 18 uur." in text_of(write(browser_of_agent, ann))
    clock.at(make.local("2026-04-01 00:01"))
    assert "Belt liefst" not in text_of(opened_file(browser_of_agent, ann))
    assert CustomerNote.objects.exists()
    assert customers.sweep_customer_notes(by=make.SYSTEM, at=clock.moment) == 1
    assert customers.sweep_customer_notes(by=make.SYSTEM, at=clock.moment) == 0
    assert not CustomerNote.objects.exists()


@pytest.mark.parametrize("day", ["2026-03-02", "2025-01-01", "2027-03-03", "nonsense", ""])
def test_a_note_without_a_fitting_end_is_not_kept_and_its_words_are(browser_of_agent, ann, day):
    opened_file(browser_of_agent, ann)
    page = write(browser_of_agent, ann, expires_on=day)
    assert "Belt liefst na 18 uur." in page.content.decode()
    assert "error-summary" in page.content.decode()
    assert not CustomerNote.objects.exists()


def test_the_utility_may_keep_notes_shorter_from_a_day_on(browser_of_agent, ann):
    opened_file(browser_of_agent, ann)
    staff.save_house_setting(
        code=NOTE_SETTING, value="10", valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
    )
    assert "at most 10 days from now" in text_of(write(browser_of_agent, ann))
    assert not CustomerNote.objects.exists()


def test_a_note_of_one_customer_is_not_thrown_away_from_anothers_file(browser_of_agent, ann):
    other = make.customer(name="Koen Maes")
    for customer in (ann, other):
        opened_file(browser_of_agent, customer)
    write(browser_of_agent, ann)
    note = CustomerNote.objects.get()
    told = browser_of_agent.post(f"/customers/{other.pk}/notes/{note.pk}/away/")
    assert told.status_code == 404
    assert CustomerNote.objects.exists()
    browser_of_agent.post(f"/customers/{ann.pk}/notes/{note.pk}/away/")
    assert not CustomerNote.objects.exists()


@pytest.mark.parametrize(
    ("kind", "here", "there"),
    [
        (RelationKind.LANDLORD, "is the landlord", "is the tenant"),
        (RelationKind.TENANT, "is the tenant", "is the landlord"),
        (RelationKind.HOUSEHOLD, "lives in the same household", "lives in the same household"),
        (RelationKind.HEIR, "is an heir", "has died; this customer is an heir"),
    ],
)
def test_who_belongs_to_whom_stands_on_both_files_and_ends(
    browser_of_agent, ann, kind, here, there
):
    koen = make.customer(name="Koen Maes", number="100999888")
    opened_file(browser_of_agent, ann)
    typed = {"kind": str(kind), "number": "100 999 888", "valid_from": "2026-01-01"}
    page = browser_of_agent.post(f"/customers/{ann.pk}/related/", typed, follow=True)
    assert f"Koen Maes {here}" in text_of(page)
    assert f"Ann De Smet {there}" in text_of(opened_file(browser_of_agent, koen))
    again = browser_of_agent.post(f"/customers/{ann.pk}/related/", typed, follow=True)
    assert "These two are tied so already" in text_of(again)

    relation = CustomerRelation.objects.get()
    third = make.customer(name="Els Claes")
    opened_file(browser_of_agent, third)
    path = f"/related/{relation.pk}/end/"
    assert browser_of_agent.post(f"/customers/{third.pk}{path}").status_code == 404
    page = browser_of_agent.post(f"/customers/{koen.pk}{path}", follow=True)
    assert "until Mon 2 Mar" in text_of(page)


def test_nobody_belongs_to_itself_or_to_a_number_that_is_not_there(browser_of_agent, ann):
    opened_file(browser_of_agent, ann)
    typed = {"kind": "household", "number": "100284771", "valid_from": "2026-01-01"}
    page = browser_of_agent.post(f"/customers/{ann.pk}/related/", typed)
    assert "one and the same customer" in text_of(page)
    page = browser_of_agent.post(f"/customers/{ann.pk}/related/", typed | {"number": "1"})
    assert "No customer has this number." in text_of(page)
    assert not CustomerRelation.objects.exists()


@pytest.mark.parametrize("path", ["notes/", "related/"])
def test_forms_of_a_file_that_is_not_open_ask_why_and_change_nothing(browser_of_agent, ann, path):
    told = browser_of_agent.post(f"/customers/{ann.pk}/{path}", {"text": "x"})
    assert told["Location"] == f"/customers/{ann.pk}/why/"
    assert not CustomerNote.objects.exists()
