"""A profile: read with readable errors, loaded once however often it is loaded."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from debiet.cases import queries as cases
from debiet.cases.actions import Contact
from debiet.clauses import queries as clauses
from debiet.clauses.models import ClauseApproval, ClauseVersion
from debiet.cli import make_app
from debiet.cli.profile_days import definition
from debiet.cli.profile_files import ProfileRefused, read_profile
from debiet.cli.profile_load import load_profile
from debiet.core.actor import Actor
from debiet.correspondence.models import Mailbox, Message
from debiet.customers import queries as customers
from debiet.identity import actions as identity
from debiet.jurisdictions.house import complaint_periods, second_line
from debiet.rules.access import Realm
from debiet.rules.complaint_referral import (
    FINAL_INSIDE,
    OMBUDS_FUNCTION,
    WHERE_TO_TURN,
    ReviewBody,
    body_clause,
)
from debiet.rules.sla import CaseFacts
from debiet.staff import actions as staff_actions
from debiet.staff import queries as staff
from debiet.staff.models import Organization
from debiet.terms import queries as terms
from debiet.terms.models import CalendarVersion, PolicyVersion
from debiet.terms.public_holidays import HOLIDAYS
from tests import make

AT = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))
SETUP = Actor.system("cli.setup")


@pytest.fixture
def loaded(db):
    return load_profile(read_profile("demo"), by=SETUP, at=AT)


@pytest.fixture
def copy(tmp_path):
    """A copy of the demo's files, to be broken."""
    return Path(shutil.copytree("debiet/profiles/demo", tmp_path / "demo"))


def test_a_loaded_profile_can_answer_a_question(loaded):
    facts = CaseFacts(kind="question", topic_path=cases.topic_path("bill-amount"), carrier="phone")
    assert terms.policy_for(facts, at=AT).policy.code == "questions"
    assert cases.topic_path("bill-amount") == ("bill", "bill-amount")
    assert staff.team_compartment(staff.team_id("contactcenter")) == "partner:kanaalhuis"
    assert staff.team_compartment(staff.team_id("ombuds")) == "ombuds"


@pytest.mark.parametrize(
    ("topic", "carrier", "policy"),
    [
        ("move", "web-form", "questions"),
        ("mail", "email", "e-mail"),
        ("leak", "phone", "supply"),
        ("leak", "email", "supply"),  # a topic goes before a carrier
    ],
)
def test_the_narrowest_promise_holds(loaded, topic, carrier, policy):
    facts = CaseFacts(kind="report", topic_path=cases.topic_path(topic), carrier=carrier)
    assert terms.policy_for(facts, at=AT).policy.code == policy


def test_the_guarantee_takes_its_days_over_from_the_law(loaded):
    policy = terms.policy_for(CaseFacts(kind="question"), at=AT)
    guarantee = [row for row in policy.targets if row["milestone"] == "service_guarantee"]
    assert guarantee == [
        {
            "milestone": "service_guarantee",
            "amount": "10",
            "unit": "working_days",
            "calendar": "utility-days",
        }
    ]


def test_a_utility_has_its_own_terms_for_complaints_and_can_give_them_back(loaded, copy):
    change(copy, "utility.toml", "first_line = 10", "first_line = 15")
    load_profile(read_profile(str(copy)), by=SETUP, at=AT + timedelta(days=1))
    change(copy, "utility.toml", "first_line = 15", "")
    load_profile(read_profile(str(copy)), by=SETUP, at=AT + timedelta(days=2))
    terms_of = [
        complaint_periods(staff.house_settings(at=AT + timedelta(days=days)), on=AT.date())
        for days in (0, 1, 2)
    ]
    assert [one.first_line for one in terms_of] == [10, 15, 10]
    assert {one.handled for one in terms_of} == {45}


def test_mails_have_a_topic_that_visitors_are_not_offered(loaded):
    offered = {topic.code for topic in cases.topic_choices(public=True)}
    assert cases.topic_path("mail") == ("mail",)
    assert not offered & {"mail", "ombuds", "first-line"}
    assert "bill-amount" in offered


def test_the_ombuds_offices_mailbox_stands_in_its_compartment(loaded):
    found = {row.code: row.compartment for row in Mailbox.objects.all()}
    assert found == {"klantendienst": "ordinary", "ombudsdienst": "ombuds"}


def test_a_profile_may_have_no_mailboxes(copy):
    (copy / "mailboxes.toml").unlink()
    assert read_profile(str(copy)).mailboxes == []


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_template_is_approved_in_every_language_and_leaves_no_place_open(loaded, language):
    values = dict.fromkeys(
        (
            "name",
            "number",
            "subject",
            "topic",
            "term",
            "promise",
            "status_link",
            "rating_link",
            "code",
            "utility",
            "today",
            "asked",
            "answered",
            "numbers",
            "questions",
            "received_on",
            "answer_by",
            "first_line_by",
            "who_handles",
            "where_next",
            "chosen",
        ),
        "x",
    )
    codes = [template.code for template in read_profile("demo").templates]
    assert {"acknowledgement", "answer-closing"} < set(codes)
    for code in codes:
        composed = clauses.compose(code, language=language, values=values, at=AT)
        assert composed.text
        assert composed.missing == ()


def test_the_holding_replies_neither_deal_with_the_matter_nor_close_it(loaded):
    holding = [row for row in clauses.answer_templates() if not row.is_substantive]
    assert {row.code for row in holding} == {"holding-reply", "details-needed"}
    assert not any(row.resolves for row in holding)
    assert len(clauses.answer_templates()) >= 6


def test_every_answer_says_where_to_turn(loaded):
    closing = clauses.compose("answer-closing", language="nl", values={}, at=AT).text
    assert "klacht" in closing
    assert "Service & Verkoop" in closing
    assert closing.index("Service & Verkoop") < closing.index("ombudsdienst")


def test_loading_twice_makes_no_second_version(loaded):
    before = [CalendarVersion, PolicyVersion, ClauseVersion, ClauseApproval, Organization]
    counts = [model.objects.count() for model in before]
    load_profile(read_profile("demo"), by=SETUP, at=AT + timedelta(days=3))
    assert [model.objects.count() for model in before] == counts


def test_what_is_loaded_first_holds_for_the_year_before_too(loaded):
    facts = CaseFacts(kind="question")
    assert terms.policy_for(facts, at=datetime(2025, 1, 1, tzinfo=AT.tzinfo)) is not None
    assert terms.policy_for(facts, at=datetime(2024, 12, 31, tzinfo=AT.tzinfo)) is None


def test_a_changed_text_holds_from_its_loading_on(loaded, copy):
    file = copy / "clauses" / "salutation.md"
    file.write_text(file.read_text().replace("Beste {name}", "Goedendag {name}"))
    later = AT + timedelta(days=30)
    load_profile(read_profile(str(copy)), by=SETUP, at=later)
    for at, greeting in ((later - timedelta(minutes=1), "Beste {name}"), (later, "Goedendag")):
        text = clauses.compose("holding-reply", language="nl", values={}, at=at).text
        assert text.startswith(greeting)


def test_another_year_adds_its_holidays_and_open_clocks_adopt_it(loaded):
    load_profile(read_profile("demo"), by=SETUP, at=datetime(2027, 1, 4, tzinfo=AT.tzinfo))
    newest = CalendarVersion.objects.filter(calendar__code="office-hours").latest("number")
    assert newest.definition["known_years"] == [2025, 2026, 2027, 2028, 2029]
    assert newest.adds_years_only
    assert CalendarVersion.objects.filter(calendar__code="emergency").count() == 1


def test_leads_without_a_sign_in_are_named_and_appointed_once_they_have_one(loaded):
    address = "lead.netwerk@demo.debiet.example"
    assert address in loaded.leads_without_sign_in
    user = identity.create_user(
        realm=Realm.STAFF, email=address, password=None, language="nl", by=SETUP, at=AT
    )
    own = Organization.objects.get(is_partner=False)
    lead = staff_actions.hire_employee(
        user_id=user.pk, organization_id=own.pk, name="Noor De Wit", by=SETUP, at=AT
    )
    again = load_profile(read_profile("demo"), by=SETUP, at=AT)
    assert address not in again.leads_without_sign_in
    assert staff.lead_ids(staff.team_id("netwerk")) == [lead.pk]


def test_a_profile_that_is_refused_changes_nothing(db, copy):
    change(copy, "terms.toml", 'calendar = "emergency"', 'calendar = "nights"')
    with pytest.raises(ProfileRefused, match=r"policy supply: .*no calendar nights"):
        load_profile(read_profile(str(copy)), by=SETUP, at=AT)
    assert not Organization.objects.exists()


def test_a_house_has_one_own_organization(db):
    make.utility()
    with pytest.raises(ProfileRefused, match="organization scheldeland"):
        load_profile(read_profile("demo"), by=SETUP, at=AT)


def test_letters_say_je_where_the_profile_wants_it_and_the_clause_has_it(loaded, copy):
    change(copy, "utility.toml", 'form_of_address = "u"', 'form_of_address = "je"')
    later = AT + timedelta(days=30)
    load_profile(read_profile(str(copy)), by=SETUP, at=later)
    contact = Contact(name="Ann", email="ann@example.be")
    texts = []
    for at in (later - timedelta(minutes=1), later):
        make.case(topic_code="bill-amount", contact=contact, received_at=at, at=at)
        texts.append(Message.objects.latest("id").text)

    polite, familiar = texts
    assert "U krijgt een antwoord" in polite
    assert "Je krijgt een antwoord" in familiar
    assert "Met vriendelijke groeten" in familiar  # the signature addresses nobody


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("topics.toml", 'code = "supply"', "code = ", r"topics.toml: .*line"),
        ("topics.toml", 'parent = "supply"', 'parent = "suply"', r"topic no-water: parent .*suply"),
        ("topics.toml", 'team = "netwerk"', 'team = "net"', r"topic supply: team 'net'"),
        ("topics.toml", 'code = "no-water"', 'code = "supply"', r"topic supply stands there twice"),
        ("topics.toml", 'nl = "Lek"', 'de = "Leck"', r"topic leak: label in 'de'"),
        ("topics.toml", 'nl = "Lek", ', "", r"topic leak: label in 'nl' is missing"),
        (
            "utility.toml",
            'name = "Klantendienst"',
            "name = 3",
            r"teams 1 \(klantendienst\): `name`",
        ),
        ("utility.toml", 'name = "Klantendienst"', "", r"`name` is missing"),
        ("utility.toml", 'name = "Klantendienst"', 'nam = "K"', r"`nam` is not known"),
        ("utility.toml", "jurisdiction", "law", r"`jurisdiction` must be there"),
        ("utility.toml", '"u"\n\n', '"gij"\n\n', r"`form_of_address` is one of u, je"),
        ("utility.toml", 'rule = "asker"', 'rule = "mine"', r"`language_rule` is one of asker"),
        ("utility.toml", "silent = 30", "quiet = 30", r"complaints: `quiet` is not known"),
        ("clauses/moving.md", "## fr", "## fr-tu", r"clause moving: text in 'fr-tu'"),
        ("mailboxes.toml", '"ombuds"', '"ombud"', r"mailbox ombudsdienst: topic 'ombud'"),
        ("templates.toml", '"moving"]', '"moved"]', r"template moving: clause 'moved'"),
        ("clauses/moving.md", "## nl", "", r"moving.md: a text must stand under a language"),
        ("clauses/moving.md", "+++", "", r"moving.md: it must begin with a header"),
        ("clauses/moving.md", "+++", '+++\ncode = "x"', r"moving.md .*`code` is not known"),
    ],
)
def test_a_mistake_in_a_file_is_said_with_its_place(copy, file, old, new, said):
    change(copy, file, old, new)
    with pytest.raises(ProfileRefused, match=said):
        read_profile(str(copy))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("calendars.toml", 'holidays = "BE"', 'holidays = "XX"', r"office-hours: `holidays`"),
        ("calendars.toml", 'kind = "hours"', 'kind = "moon"', r"office-hours: `kind`"),
        ("calendars.toml", '"09:00", "17:00"', '"9h", "17h"', r"office-hours: "),
        ("utility.toml", '"be_flanders"', '"be_sea"', r"`jurisdiction` is one of be_flanders"),
        ("terms.toml", '"question_handled"', '"soon"', r"sets no term 'soon'"),
        ("utility.toml", "first_line = 10", "handled = 60", r"complaint_handled: the law gives 45"),
        ("utility.toml", "silent = 30", "silent = -1", r"complaints: a term has at least 1"),
        ("mailboxes.toml", '"lmtp"', '"imap"', r"mailbox klantendienst: .*`host` is missing"),
        (
            "mailboxes.toml",
            "ombudsdienst@",
            "klantendienst@",
            r"mailbox ombudsdienst: (There is|Er is)",
        ),
        ("terms.toml", 'carrier = "email"', "", r"policy e-mail: "),
    ],
)
def test_what_cannot_be_meant_is_said_when_it_is_loaded(db, copy, file, old, new, said):
    change(copy, file, old, new)
    with pytest.raises(ProfileRefused, match=said):
        load_profile(read_profile(str(copy)), by=SETUP, at=AT)


def test_a_missing_file_is_named(copy):
    (copy / "terms.toml").unlink()
    with pytest.raises(ProfileRefused, match=r"terms\.toml is missing"):
        read_profile(str(copy))


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(ProfileRefused, match="one of: demo"):
        read_profile("no-such-profile")


@pytest.mark.parametrize("year", range(2024, 2031))
def test_belgium_has_ten_public_holidays(year):
    assert len(HOLIDAYS["BE"]([year])) == 10


def test_banks_rest_on_good_friday_and_public_offices_do_not():
    assert date(2026, 4, 3) in HOLIDAYS["ECB"]([2026])
    assert date(2026, 4, 3) not in HOLIDAYS["BE"]([2026])


def test_the_laws_days_run_from_monday_to_saturday():
    profile = read_profile("demo")
    (law,) = [calendar for calendar in profile.calendars if calendar.code == "law-days"]
    days = definition(law, profile, earlier=None, on=AT.date())
    assert days["open_weekdays"] == ["mon", "tue", "wed", "thu", "fri", "sat"]
    assert days["overrides"] == {}


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_it_loaded_and_whom_it_misses(monkeypatch):
    monkeypatch.setenv("DEBIET_SECRET_KEY", "for tests")
    said = CliRunner().invoke(make_app(), ["profile", "load", "demo"])
    assert said.exit_code == 0, said.output
    assert "Loaded demo: 5 teams" in said.stdout
    assert "Nobody signs in as ombuds@demo.debiet.example" in said.stderr


def test_what_callers_are_asked_is_loaded_and_checked(loaded, copy):
    rule = customers.verification_rule(at=AT)
    assert (len(rule.facts), rule.needed) == (6, 2)
    utility = copy / "utility.toml"
    utility.write_text(utility.read_text().replace("needed = 2", "needed = 9"))
    with pytest.raises(ProfileRefused, match="verification"):
        load_profile(read_profile(str(copy)), by=SETUP, at=AT)


def test_where_customers_go_next_is_the_utilitys_own_and_then_the_laws_again(loaded, copy):
    def bodies(theme, at):
        choices = staff.house_settings(at=at)
        return second_line(choices, on=at.date()).bodies(theme)

    assert bodies("supply", AT) == (ReviewBody.VLAAMSE_OMBUDSDIENST, ReviewBody.VMM)
    change(copy, "utility.toml", 'supply = ["vlaamse-ombudsdienst", "vmm"]\n', "")
    later = AT + timedelta(days=3)
    load_profile(read_profile(str(copy)), by=SETUP, at=later)
    assert bodies("supply", later) == (ReviewBody.VLAAMSE_OMBUDSDIENST,)


@pytest.mark.parametrize("value", ['"vmm"', "[]", '["europe"]', "5"])
def test_a_body_that_is_not_there_is_named(copy, value):
    change(copy, "utility.toml", 'supply = ["vlaamse-ombudsdienst", "vmm"]', f"supply = {value}")
    with pytest.raises(ProfileRefused, match=r"second_line, supply: .*vlaamse-ombudsdienst, vmm"):
        read_profile(str(copy))


def test_every_clause_that_an_answer_may_need_is_written_in_three_languages():
    texts = {clause.code: clause.texts for clause in read_profile("demo").clauses}
    needed = {WHERE_TO_TURN, OMBUDS_FUNCTION, FINAL_INSIDE, *map(body_clause, ReviewBody)}
    for code in needed:
        assert {"nl", "fr", "en"} <= set(texts[code]), code


def test_the_clock_of_the_first_line_runs_as_long_as_the_utility_says(db, copy):
    change(copy, "utility.toml", "first_line = 10", "first_line = 5")
    load_profile(read_profile(str(copy)), by=SETUP, at=AT)
    version = PolicyVersion.objects.get(policy__code="complaints")
    amounts = {row["milestone"]: (row["amount"], row["unit"]) for row in version.targets}
    assert amounts == {
        "complaint_acknowledged": ("10", "calendar_days"),
        "first_line": ("5", "working_days"),
        "complaint_answer": ("45", "calendar_days"),
    }
