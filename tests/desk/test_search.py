"""The desk's one search: what it opens, what it finds, what it never says."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.core.models import AccessEntry
from debiet.customers import actions as customers
from debiet.desk import search_kinds
from debiet.desk.search_kinds import Kind
from debiet.rules.access import Role
from debiet.search.asking import TooBroad
from tests import make
from tests.desk.reading import text_of


def found(browser, typed, *, at="/find/"):
    return browser.get(at, {"q": typed})


def numbers(response):
    """Return the numbers of the cases that an answer links to, in its order."""
    return re.findall(r'href="/cases/([\d-]+)/"', response.content.decode())


@pytest.mark.parametrize("typed", ["{number}", " {digits} ", "{spaced}"])
def test_a_case_number_opens_the_case_at_once(browser_of_agent, utility, typed):
    number = make.case().number
    typed = typed.format(
        number=number, digits=number.replace("-", ""), spaced=number.replace("-", " ")
    )

    assert found(browser_of_agent, typed).headers["Location"] == f"/cases/{number}/"


@pytest.mark.parametrize(
    "typed",
    [
        "Ann@Other.example",
        "0470 12 34 56",
        "+32470123456",
        "32470123456",
        "tel. 470/12.34.56",
        "1002.84771",
        "klantnr: 100284771",
    ],
)
def test_an_exact_number_or_address_brings_the_customer_and_its_cases_first(
    browser_of_agent, utility, typed
):
    made = make.customer(email="ann@other.example", phone="+32470123456", number="100284771")
    opened = make.case(customer_id=made.pk)
    make.customer(name="Iemand Anders")

    page = found(browser_of_agent, typed)

    assert "Ann De Smet" in text_of(page) and "Iemand Anders" not in text_of(page)
    assert numbers(page)[0] == opened.number


def test_the_asker_of_a_case_without_customer_is_found_by_address_phone_and_number(
    browser_of_agent, utility
):
    opened = make.case(
        contact=Contact(
            name="Bo", email="Bo@Example.be", phone="0471/99 88 77", account_number="55.12345"
        )
    )
    make.case()

    for typed in ("bo@example.be", "+32 471 99 88 77", "5512345"):
        assert numbers(found(browser_of_agent, typed)) == [opened.number], typed


@pytest.mark.parametrize(
    "typed",
    [
        "janssens",
        "Jansens",
        "bo janssens",
        "kouterbaan 18",
        "Kouterban 18 9230",
        "janssens wetteren",
    ],
)
def test_a_customer_is_found_by_name_and_address_with_typing_errors(
    browser_of_agent, utility, typed
):
    make.customer(name="Bo Janssens")
    make.customer(name="Wim Maes")

    assert "Bo Janssens" in text_of(found(browser_of_agent, typed))


def test_a_customer_opens_its_file_and_enter_does_so_where_it_has_no_case(
    browser_of_agent, utility
):
    made = make.customer(name="Bo Janssens")

    body = found(browser_of_agent, "janssens").content.decode()
    assert f'href="/customers/{made.pk}/" data-row autofocus' in body

    opened = make.case(customer_id=made.pk)
    body = found(browser_of_agent, "janssens").content.decode()
    assert f'href="/customers/{made.pk}/" data-row>' in body
    assert f'href="/cases/{opened.number}/" data-row autofocus' in body


def test_another_house_number_shows_who_else_lives_in_the_street_and_says_so(
    browser_of_agent, utility
):
    make.customer(name="Bo Janssens")

    shown = text_of(found(browser_of_agent, "Kouterbaan 99"))

    assert "Nobody was found at this house number" in shown and "Bo Janssens" in shown


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("meter", "Mijn watermeter lekt."),
        ("domicliering", "De domiciliëring liep fout."),
        ("factuur", "Twee facturen kwamen samen."),
        ("kraan lekt", "Aan de straat lekt de brandkraan."),
    ],
)
def test_texts_are_found_in_dutch(browser_of_agent, utility, typed, text):
    opened = make.case(subject="Vraag", text=text)
    make.case(subject="Vraag", text="Iets heel anders.")

    page = found(browser_of_agent, typed)

    assert numbers(page) == [opened.number]
    assert "<mark>" in page.content.decode()


def test_what_fits_the_subject_comes_before_what_stands_in_the_text_and_open_before_resolved(
    browser_of_agent, agent, utility
):
    first = make.case(subject="Watermeter", text="Lekt.")
    in_text = make.case(subject="Vraag", text="Mijn meter.")
    closed = make.case(subject="Meter", text="Zo.")
    whole = make.case(subject="Meter", text="Zo.")
    cases.answer_case(
        case_id=closed.case_id, text="Goed.", seen_version=1, by=agent.actor, at=make.MONDAY
    )

    order = [whole.number, closed.number, first.number, in_text.number]
    assert numbers(found(browser_of_agent, "meter")) == order


def test_the_first_hit_has_the_focus_so_that_enter_opens_it(browser_of_agent, utility):
    for _turn in range(3):
        make.case(text="Hydrant.")

    body = found(browser_of_agent, "hydrant").content.decode()

    assert body.count("autofocus") == 1
    assert body.index("autofocus") < body.index("</li>", body.index('class="plain found"'))


def test_nothing_found_says_what_was_tried_and_what_to_do(browser_of_agent, utility):
    shown = text_of(found(browser_of_agent, "0470 99 99 99"))
    assert "as phone number" in shown and "as customer number" in shown
    assert "What you can do" in shown

    shown = text_of(found(browser_of_agent, "zzqq"))
    assert "in names, addresses, subjects and texts: zzqq" in shown


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "?!"])
def test_nothing_typed_says_what_can_be_typed(browser_of_agent, utility, typed):
    page = found(browser_of_agent, typed)

    assert page.status_code == 200
    assert "Type in the box what you know" in text_of(page) or typed == "?!"


def test_more_than_is_shown_is_said_without_a_number(browser_of_agent, utility):
    for _turn in range(21):
        make.case(text="Hydrant.")

    page = found(browser_of_agent, "hydrant")

    assert len(numbers(page)) == 20
    assert "There are more." in text_of(page)


def test_a_search_given_up_says_so_and_the_other_kinds_are_shown(
    browser_of_agent, utility, monkeypatch
):
    opened = make.case(text="Hydrant.")

    def gives_up(question, viewer, limit):
        raise TooBroad

    slow = Kind("slow", "Slow", "info", gives_up, shown=1, suggested=1)
    monkeypatch.setattr(search_kinds, "KINDS", (slow, *search_kinds.KINDS))

    page = found(browser_of_agent, "hydrant")

    assert "too many places" in text_of(page)
    assert numbers(page) == [opened.number]


def test_every_customer_shown_is_written_down_once_and_not_what_was_typed(
    browser_of_agent, agent, utility
):
    made = make.customer(name="Bo Janssens")

    for _turn in range(2):
        found(browser_of_agent, "janssens", at="/find/suggestions/")
        found(browser_of_agent, "janssens")

    entry = AccessEntry.objects.get(user_id=agent.user_id)
    assert (entry.subject, entry.surface, entry.purpose) == (
        f"customer:{made.pk}",
        "desk:find",
        "search",
    )


def test_whoever_leaves_no_trace_sees_no_customer(utility, sign_in):
    make.customer(name="Bo Janssens")
    browser = sign_in(make.employee(utility, role=Role.ADMIN))

    assert "Bo Janssens" not in text_of(found(browser, "bo janssens"))


@pytest.mark.parametrize("at", ["/find/", "/find/suggestions/"])
def test_of_somebody_close_only_the_name_shows(browser_of_agent, agent, utility, sign_in, at):
    mine = make.customer(name="Tom Jacobs", phone="0470 12 34 56")
    make.customer(name="Els Jacobs", email="els@example.be")  # at the same address
    make.case(subject="Mijn meter", text="Een geheime meter.", customer_id=mine.pk)
    customers.tie_employee(
        employee_id=agent.employee_id, customer_id=mine.pk, by=make.SYSTEM, at=make.MONDAY
    )

    def shown_to(browser):
        for typed in ("jacobs", "+32470123456", "els@example.be", "geheime meter"):
            shown = text_of(found(browser, typed, at=at))
            assert "Jacobs" in shown or "meter" in shown, typed
            yield shown

    browser_of_colleague = sign_in(make.employee(utility))
    for browser, bonds, secrets in (
        (browser_of_agent, ("its own", "of a housemate"), ("Kouterbaan", "Een geheime")),
        (browser_of_colleague, ("of a colleague",), ("0470 12", "Een geheime")),
    ):
        all_shown = " ".join(shown_to(browser))
        assert not any(secret in all_shown for secret in secrets)
        if at == "/find/":
            assert all(f"This file is {bond}: it opens" in all_shown for bond in bonds)


def test_a_partners_people_find_no_customers_of_the_house(utility, sign_in):
    make.customer(name="Bo Janssens", phone="0470 12 34 56")
    opened = make.case(topic_code="line", contact=Contact(name="Bo Janssens"))
    browser = sign_in(make.employee(utility, role=Role.PARTNER_AGENT, partner=True))

    for typed in ("janssens", "0470 12 34 56", "kouterbaan 18"):
        for at in ("/find/", "/find/suggestions/"):
            assert "Kouterbaan" not in text_of(found(browser, typed, at=at))
    assert numbers(found(browser, "janssens")) == [opened.number]


SECRET = Contact(name="Kanarie Janssens", email="kanarie@example.be", phone="0471998877")


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.DPO, Role.ADMIN, Role.HR])
@pytest.mark.parametrize("at", ["/find/", "/find/suggestions/"])
def test_a_closed_part_answers_like_what_is_not_there(utility, sign_in, role, at):
    secret = make.case(topic_code="ombuds", text="Hydrantgeheim", contact=SECRET)
    browser = sign_in(make.employee(utility, role=role))
    typed = [
        "hydrantgeheim",
        "geheim",
        "hydrantgehiem",
        "kanarie",
        "kanarie@example.be",
        "0471 99 88 77",
        secret.number,
    ]

    before = {words: without_typed(found(browser, words, at=at), words) for words in typed}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_casewords")
        cursor.execute("DELETE FROM search_word")
        cursor.execute(
            "UPDATE cases_case SET number = '1999-000001' WHERE id = %s", [secret.case_id]
        )

    for words in typed:
        assert without_typed(found(browser, words, at=at), words) == before[words], words


def without_typed(response, typed):
    """Return the body without what changes by itself: the hidden token of forms."""
    body = response.content.decode()
    return response.status_code, re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"', "", body)


def test_hidden_cases_take_no_place_from_those_that_are_seen(browser_of_agent, utility):
    opened = make.case(text="Hydrant.")
    for _turn in range(30):
        make.case(topic_code="ombuds", text="Hydrant.")

    page = found(browser_of_agent, "hydrant")

    assert numbers(page) == [opened.number]
    assert "There are more." not in text_of(page)


def test_the_ombuds_office_finds_its_own(utility, sign_in):
    secret = make.case(topic_code="ombuds", text="Hydrantgeheim", contact=SECRET)
    browser = sign_in(make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team))

    assert numbers(found(browser, "geheim")) == [secret.number]


def test_suggestions_show_the_best_of_each_kind(browser_of_agent, utility):
    make.customer(name="Bo Janssens")
    opened = make.case(contact=Contact(name="Els Janssens"))

    page = found(browser_of_agent, "janss", at="/find/suggestions/")

    assert "Bo Janssens" in text_of(page)
    assert numbers(page) == [opened.number]
    assert "<html" not in page.content.decode()
    assert not found(browser_of_agent, "ja", at="/find/suggestions/").content.strip()


def test_the_number_of_statements_does_not_grow_with_what_is_found(browser_of_agent, utility):
    def statements(typed):
        found(browser_of_agent, typed)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            found(browser_of_agent, typed)
        return len(seen)

    make.case(text="Hydrant.", contact=Contact(name="Bo Janssens"))
    make.customer(name="Bo Janssens")
    few = statements("janssens")
    for _turn in range(12):
        make.case(text="Hydrant.", contact=Contact(name="Bo Janssens"))
        make.customer(name="Bo Janssens")

    assert statements("janssens") <= few
    assert few <= 32


def test_the_box_stands_on_every_page_and_keeps_what_was_typed(browser_of_agent, utility):
    opened = make.case()

    for page in ("/work/mine/", f"/cases/{opened.number}/", "/notices/"):
        assert 'id="finder"' in browser_of_agent.get(page).content.decode()
    assert 'value="hydrant"' in found(browser_of_agent, "hydrant").content.decode()
