"""Number and code: what they open, what they do not tell, and how often they may be tried."""

import pytest
from django.test import Client

from debiet.cases.models import Case
from debiet.core.models import AccessEntry, AuditEntry, RateCount
from debiet.portal import access
from debiet.portal.limits import TRIES_OF_ADDRESS, TRIES_OF_NUMBER, address
from debiet.terms.models import ClockEntry
from tests import make
from tests.portal.conftest import same, words

pytestmark = pytest.mark.django_db
WRONG = "ACDE-FGH-JKM"


def look_up(client, number, code, where="127.0.0.1"):
    return client.post(
        "/status/",
        {"number": number, "code": code},
        headers={"accept-language": "en"},
        REMOTE_ADDR=where,
    )


@pytest.mark.parametrize("number", ["{0}", " {0} ", "2026/{1}", "2026 {1}"])
@pytest.mark.parametrize("change", [str, str.lower, lambda code: f" {code[:5]} - {code[5:]} "])
def test_number_and_code_are_taken_as_people_type_them(client, opened, number, change):
    typed = number.format(opened.number, opened.number[5:])
    response = look_up(client, typed, change(opened.code))
    assert response.headers["Location"] == f"/status/{opened.number}/"


def test_wrong_code_and_unknown_number_get_the_same_page(client, opened):
    wrong = look_up(client, opened.number, WRONG)
    unknown = look_up(client, "2026-999999", WRONG)

    assert "no question with this number and this code" in words(wrong)
    assert wrong.status_code == unknown.status_code == 200
    assert same(wrong, NUMBER=opened.number) == same(unknown, NUMBER="2026-999999")
    assert wrong.headers.keys() == unknown.headers.keys()


def test_empty_fields_are_said_as_such(client, utility):
    form = look_up(client, "", "").context["form"]
    assert form.errors == {
        "number": ["Fill in the number of your question."],
        "code": ["Fill in the code."],
    }


@pytest.mark.parametrize("page", ["/status/{}/", "/question/{}/", "/status/{}/add/"])
def test_without_its_code_a_question_is_not_there(owner, opened, page):
    other = make.case(text="Van iemand anders")
    strangers = [
        Client().get(page.format(opened.number)),
        owner.get(page.format(other.number)),
        owner.get(page.format("2026-999999")),
        owner.get(page.format("no-number")),
        owner.get(page.format(opened.case_id)),
    ]
    assert {response.status_code for response in strangers} == {404}
    assert len({same(response) for response in strangers}) == 1


@pytest.mark.parametrize("page", ["add", "solved"])
def test_nothing_can_be_sent_to_the_question_of_another(owner, opened, page):
    other = make.case(text="Van iemand anders")
    sent = {"text": "Woorden", "solved": "yes", "case_id": other.case_id, "number": other.number}

    response = owner.post(f"/status/{other.number}/{page}/", sent)
    unknown = owner.post(f"/status/2026-999999/{page}/", sent)

    assert response.status_code == 404
    assert same(response) == same(unknown)
    assert "Van iemand anders" not in response.content.decode()
    assert Case.objects.get(pk=other.case_id).version == 1


def test_the_link_opens_the_question_without_changing_anything(client, opened):
    before = (AuditEntry.objects.count(), ClockEntry.objects.count(), Case.objects.get().version)

    response = client.get(f"/status/{opened.number}/{opened.code}/")
    page = client.get(response.headers["Location"])

    assert response.headers["Location"] == f"/status/{opened.number}/"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert page.status_code == 200
    assert opened.code not in page.content.decode()
    after = (AuditEntry.objects.count(), ClockEntry.objects.count(), Case.objects.get().version)
    assert after == before


def test_a_link_with_a_wrong_code_says_what_the_form_says(client, opened):
    wrong = client.get(f"/status/{opened.number}/{WRONG}/", follow=True)
    unknown = Client().get(f"/status/2026-999999/{WRONG}/", follow=True)

    assert wrong.redirect_chain == unknown.redirect_chain == [("/status/", 302)]
    assert same(wrong) == same(unknown)
    assert "geen vraag met dit nummer en deze code" in words(wrong)
    assert client.get(f"/status/{opened.number}/").status_code == 404


def test_tries_of_one_address_come_to_an_end_also_with_the_right_code(client, opened, clock):
    for serial in range(TRIES_OF_ADDRESS):
        assert look_up(client, f"2026-{serial:06d}", WRONG).status_code == 200
    refused = look_up(client, opened.number, opened.code)

    assert refused.status_code == 429
    assert "many tries" in words(refused)
    link = client.get(f"/status/{opened.number}/{opened.code}/", follow=True)
    assert link.redirect_chain == [("/status/", 302)]
    elsewhere = look_up(Client(), opened.number, opened.code, where="192.0.2.7")
    assert elsewhere.status_code == 302

    clock.forward(hours=1)
    assert look_up(client, opened.number, opened.code).status_code == 302


def test_tries_of_one_number_come_to_an_end_from_many_addresses(client, opened):
    for serial in range(TRIES_OF_NUMBER):
        look_up(client, opened.number, WRONG, where=f"192.0.2.{serial}")
    refused = look_up(client, opened.number, opened.code, where="198.51.100.1")

    assert refused.status_code == 429
    unknown = "2026-999999"
    for serial in range(TRIES_OF_NUMBER):
        look_up(client, unknown, WRONG, where=f"192.0.2.{serial}")
    same_words = look_up(client, unknown, opened.code, where="198.51.100.2")
    assert same(refused, NUMBER=opened.number) == same(same_words, NUMBER=unknown)


def test_right_tries_cost_nothing(opened):
    for _ in range(TRIES_OF_ADDRESS + 5):
        assert look_up(Client(), opened.number, opened.code).status_code == 302


def test_counters_keep_no_address_and_no_number(client, opened):
    look_up(client, opened.number, WRONG, where="192.0.2.9")

    keys = RateCount.objects.values_list("key", flat=True)
    assert len(keys) == 2
    assert not any("192.0.2.9" in key or opened.number in key for key in keys)


@pytest.mark.parametrize(
    ("seen", "behind_proxy", "forwarded", "counted"),
    [
        ("192.0.2.1", False, "203.0.113.5", "192.0.2.1"),
        ("10.0.0.1", True, "203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", True, "198.51.100.9, 203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", True, None, "10.0.0.1"),
        ("2001:db8:1:2:3::4", False, None, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", False, None, "192.0.2.1"),
        ("", False, None, ""),
    ],
)
def test_an_address_is_what_our_own_proxy_saw_and_a_household_of_ipv6(
    rf, settings, seen, behind_proxy, forwarded, counted
):
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", REMOTE_ADDR=seen)
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    assert address(request) == counted


def test_a_renewed_code_closes_the_question_in_every_browser(owner, opened):
    Case.objects.filter(pk=opened.case_id).update(code_version=2)
    assert owner.get(f"/status/{opened.number}/").status_code == 404


def test_a_session_keeps_numbers_and_codes_and_gets_a_new_key_with_each(client, opened):
    keys = set()
    for asked in (opened, make.case()):
        look_up(client, asked.number, asked.code)
        keys.add(client.session.session_key)
    assert len(keys) == 2
    kept = client.session[access.SESSION_KEY]
    assert kept[opened.number]["code"] == opened.code
    assert opened.case_id not in kept.values()


def test_a_session_remembers_the_latest_questions_only(client, utility):
    asked = [make.case() for _ in range(access.REMEMBERED + 1)]
    for one in asked:
        look_up(client, one.number, one.code)

    assert client.get(f"/status/{asked[0].number}/").status_code == 404
    assert client.get(f"/status/{asked[-1].number}/").status_code == 200


def test_the_question_can_be_closed_on_a_computer_of_others(owner, opened):
    assert opened.number in words(owner.get("/"))
    assert owner.get("/leave/").status_code == 302
    assert opened.number in words(owner.get("/")), "a link closes nothing"

    said = owner.post("/leave/", follow=True)

    assert "niet meer open op dit toestel" in words(said)
    assert opened.number not in words(owner.get("/"))
    assert owner.get(f"/status/{opened.number}/").status_code == 404


def test_each_look_is_written_down_where_the_case_stands(owner, opened):
    owner.get(f"/status/{opened.number}/")

    entry = AccessEntry.objects.get()
    assert (entry.viewer_kind, entry.purpose, entry.subject, entry.surface, entry.compartment) == (
        "visitor",
        "own case",
        f"case:{opened.number}",
        "portal:status",
        "ordinary",
    )
