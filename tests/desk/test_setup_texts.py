"""Texts and templates are set up at the desk: written by one, approved by another, read as sent."""

import pytest

from debiet.clauses import actions, queries
from debiet.clauses.models import (
    Clause,
    ClauseVersion,
    LetterTemplate,
    TemplateClause,
    TemplateVersion,
)
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_setup_calendars import apply


@pytest.fixture
def admin(utility, sign_in):
    """Who sets things up: it writes texts and cannot approve any."""
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


@pytest.fixture
def lead(utility, sign_in):
    """Who may write and approve, but not the own texts."""
    return sign_in(make.employee(utility, role=Role.TEAM_LEAD, name="Sarah Peeters"))


def greeting(language="nl", **values):
    return queries.compose("greeting", language=language, values=values, at=make.MONDAY).text


def newest(code="hello", language="nl"):
    return ClauseVersion.objects.filter(clause__code=code, language=language).latest("number")


def write(browser, words, code="hello", language="nl"):
    return apply(browser, f"/setup/texts/{code}/write/{language}/", {"text": words})


def test_a_text_is_written_by_one_and_approved_by_another(admin, lead):
    before = greeting(name="Ann")
    shown, done = write(admin, "Dag {name},")

    told = text_of(shown)
    assert "It becomes version 2 in Dutch, and waits for a second person." in told
    assert "Once approved it stands in every new message made of:" in told
    assert "Dag An Voorbeeld," in told
    assert "<del>" in shown.content.decode()
    assert done.status_code == 302
    assert greeting(name="Ann") == before  # nobody approved it yet
    page = admin.get("/setup/texts/hello/")
    assert "/approve/" not in page.content.decode()
    assert "written by An Beheer" in text_of(page)

    address = f"/setup/texts/hello/approve/{newest().pk}/"
    assert admin.post(address).status_code == 403
    assert f'action="{address}"' in lead.get("/setup/texts/hello/").content.decode()
    assert lead.post(address, follow=True).status_code == 200
    assert greeting(name="Ann") == "Dag Ann,"
    after = text_of(lead.get("/setup/texts/hello/"))
    assert "approved Sarah Peeters" in after
    assert lead.post(address).status_code == 404  # nothing waits any more


def test_nobody_approves_the_own_text(lead):
    write(lead, "Dag {name},")
    page = lead.get("/setup/texts/hello/").content.decode()
    assert "/approve/" not in page
    answer = lead.post(f"/setup/texts/hello/approve/{newest().pk}/", follow=True)
    assert "Somebody else than the writer must approve this text." in text_of(answer)
    assert greeting(name="Ann") != "Dag Ann,"


def test_a_version_of_another_text_is_not_approved_by_this_address(admin, lead):
    write(admin, "Dag {name},")
    other = Clause.objects.exclude(code="hello").first().code
    assert lead.post(f"/setup/texts/{other}/approve/{newest().pk}/").status_code == 404


def test_a_place_that_nothing_fills_in_is_warned_of(admin):
    page = admin.post("/setup/texts/hello/write/fr/", {"text": "Bonjour {nom},", "step": "look"})
    assert "Nothing fills in “{nom}”" in text_of(page)


def test_the_same_words_are_no_new_version(admin):
    page = admin.post("/setup/texts/hello/write/nl/", {"text": newest().text, "step": "look"})
    assert "Nothing changes." in text_of(page)


@pytest.mark.parametrize("address", ["hello/write/de/", "nothing/", "nothing/write/nl/"])
def test_what_is_not_there_is_not_found(admin, address):
    assert admin.get(f"/setup/texts/{address}").status_code == 404


def test_a_text_in_use_is_not_taken_out_of_use(admin):
    page = admin.post("/setup/texts/hello/retire/", {"step": "look"})
    _shown, answer = apply(admin, "/setup/texts/hello/retire/", {})
    assert page.status_code == 200
    assert "is made of this text. Take it out there first." in text_of(answer)
    assert Clause.objects.get(code="hello").retired_at is None


def test_a_new_text_gets_a_key_is_taken_out_of_use_and_comes_back(admin, lead):
    fields = {"title": "Bedankt", "code": "thanks", "text": "Bedankt voor uw bericht."}
    apply(admin, "/setup/texts/new/", fields)
    lead.post(f"/setup/texts/thanks/approve/{newest('thanks').pk}/")
    shown, _done = apply(admin, "/setup/texts/thanks/key/", {"key": "dank"})
    assert "/dank puts this text into an answer." in text_of(shown)
    assert ("dank", "Bedankt") in queries.clause_keys(at=make.MONDAY)

    shown, _done = apply(admin, "/setup/texts/thanks/retire/", {})
    assert "/dank does nothing any more." in text_of(shown)
    assert ("dank", "Bedankt") not in queries.clause_keys(at=make.MONDAY)
    assert queries.keyed_texts(["dank"], language="nl", values={}, at=make.MONDAY) == []
    _shown, answer = write(admin, "Dank u.", code="thanks")
    assert "“Bedankt” is out of use." in text_of(answer)

    apply(admin, "/setup/texts/thanks/retire/", {})
    assert ("dank", "Bedankt") in queries.clause_keys(at=make.MONDAY)


def test_a_key_that_another_text_has_is_refused(admin):
    apply(admin, "/setup/texts/hello/key/", {"key": "dag"})
    other = Clause.objects.exclude(code="hello").first().code
    page = admin.post(f"/setup/texts/{other}/key/", {"key": "dag", "step": "look"})
    assert "Another text has the key “dag”." in text_of(page)


def test_a_template_reads_as_a_customer_would_in_every_language(admin):
    page = text_of(admin.get("/setup/templates/greeting/"))
    assert "[nl] Beste An Voorbeeld," in page
    assert "[fr] Beste An Voorbeeld," in page
    letter = admin.get("/setup/templates/greeting/letter/nl/")
    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")
    assert admin.get("/setup/templates/greeting/letter/de/").status_code == 404
    assert admin.get("/setup/templates/nothing/letter/nl/").status_code == 404


TEMPLATE = "/setup/templates/greeting/"


def made_of(code="greeting"):
    return [clause for clause, _title in queries.templates_set_up(code=code)[0].clauses]


def proposed(code="greeting"):
    return TemplateVersion.objects.filter(template__code=code).latest("number")


def agree(browser, code="greeting"):
    address = f"/setup/templates/{code}/approve/{proposed(code).pk}/"
    return browser.post(address, follow=True)


@pytest.fixture
def other():
    """A text that is not in the template."""
    return Clause.objects.exclude(code__in=made_of()).order_by("code").first()


def test_other_texts_and_another_order_are_shown_and_wait_for_a_second_person(admin, lead, other):
    before = made_of()
    shown, done = apply(admin, f"{TEMPLATE}edit/", {"text_1": other.code, "text_2": before[0]})
    assert f"Said in new messages: {other.title}" in text_of(shown)
    assert "It waits for a second person" in text_of(shown)
    assert f"[nl] {LETTER_OF[other.code]}" in text_of(shown)
    assert done.status_code == 302
    assert made_of() == before  # nobody approved it yet

    page = admin.get(TEMPLATE)
    assert f"<ins>{other.title}</ins>" in page.content.decode()
    assert "/approve/" not in page.content.decode()
    assert "waits for a second person" in text_of(admin.get("/setup/templates/"))
    assert admin.post(f"{TEMPLATE}approve/{proposed().pk}/").status_code == 403

    assert "/approve/" in lead.get(TEMPLATE).content.decode()
    assert "Approved: new messages are made of it" in text_of(agree(lead))
    assert made_of() == [other.code, before[0]]
    assert "waits for a second person" not in text_of(lead.get("/setup/templates/"))
    again = text_of(agree(lead))
    assert "Approved" in again
    assert made_of() == [other.code, before[0]]
    empty = admin.post(f"{TEMPLATE}edit/", {"step": "look"})
    assert "Choose at least one text." in text_of(empty)


LETTER_OF = {"ack": "Beste An Voorbeeld, we kregen"}


def test_nobody_approves_the_own_order(lead, other):
    before = made_of()
    apply(lead, f"{TEMPLATE}edit/", {"text_1": other.code})
    assert "/approve/" not in lead.get(TEMPLATE).content.decode()
    assert "Somebody else than the writer must approve" in text_of(agree(lead))
    assert made_of() == before


def test_the_versions_say_who_wrote_approved_and_changed_what_and_one_is_taken_back(
    admin, lead, other
):
    before = made_of()
    apply(admin, f"{TEMPLATE}edit/", {"text_1": other.code, "resolves": "on"})
    agree(lead)
    page = admin.get(TEMPLATE)
    told = text_of(page)
    assert "An Beheer" in told
    assert "approved Sarah Peeters" in told
    assert "It is a holding reply: the guarantee goes on." in told
    assert f"<del>{before[0]}</del>" in page.content.decode()
    assert "?version=1" in page.content.decode()

    start = admin.get(f"{TEMPLATE}edit/?version=1").content.decode()
    assert f'<option value="{before[0]}" selected>' in start
    fields = {"text_1": before[0], "is_substantive": "on", "resolves": "on"}
    apply(admin, f"{TEMPLATE}edit/?version=1", fields)
    agree(lead)
    assert made_of() == before
    kept = TemplateVersion.objects.filter(template__code="greeting").order_by("number")
    assert [one.clause_codes for one in kept] == [before, [other.code], before]


def test_what_a_later_proposal_took_the_place_of_is_not_approved(admin, lead, other):
    before = made_of()
    apply(admin, f"{TEMPLATE}edit/", {"text_1": other.code})
    overtaken = proposed().pk
    apply(admin, f"{TEMPLATE}edit/", {"text_1": other.code, "text_2": before[0]})
    lead.post(f"{TEMPLATE}approve/{overtaken}/")
    assert made_of() == before
    assert lead.post(f"{TEMPLATE}approve/999999/").status_code == 404
    elsewhere = f"/setup/templates/closing/approve/{overtaken}/"
    assert lead.post(elsewhere).status_code == 404


def test_a_text_that_went_out_of_use_meanwhile_is_not_let_in(admin, lead, other):
    LetterTemplate.objects.exclude(code="greeting").update(retired_at=make.MONDAY)
    before = made_of()
    apply(admin, f"{TEMPLATE}edit/", {"text_1": other.code})
    apply(admin, f"/setup/texts/{other.code}/retire/", {})
    assert "is out of use. Bring it back first." in text_of(agree(lead))
    assert made_of() == before


def test_a_person_cannot_go_round_the_second_one(utility, other):
    by = make.employee(utility, role=Role.TEAM_LEAD).actor
    with pytest.raises(actions.ApprovedByWriter):
        actions.save_template(
            code="greeting", title="x", clause_codes=[other.code], is_for_answers=True,
            by=by, at=make.MONDAY,
        )  # fmt: skip


def test_a_template_from_before_versions_were_kept_gets_what_it_was_as_its_first(admin, utility):
    # As old code left it: made of a text, without a version.
    old = LetterTemplate.objects.create(code="old", title="Oud", is_for_answers=True)
    TemplateClause.objects.create(template=old, clause=Clause.objects.get(code="hello"), position=1)
    apply(admin, "/setup/templates/old/edit/", {"text_1": "rating"})
    kept = [one.clause_codes for one in old.versions.order_by("number")]
    assert kept == [["hello"], ["rating"]]
    assert made_of("old") == ["hello"]


def test_a_template_for_answers_is_made_taken_out_of_use_and_brought_back(admin, lead):
    fields = {"title": "Kort", "code": "short", "text_1": "hello", "resolves": "on"}
    apply(admin, "/setup/templates/new/", fields)
    assert "short" not in {one.code for one in queries.answer_templates()}
    assert "Nothing yet: nobody approved it." in text_of(admin.get("/setup/templates/short/"))
    agree(lead, "short")
    found = {one.code: one for one in queries.answer_templates()}["short"]
    assert (found.is_substantive, found.resolves) == (False, True)
    apply(admin, "/setup/templates/short/retire/", {})
    assert "short" not in {one.code for one in queries.answer_templates()}
    apply(admin, "/setup/templates/short/retire/", {})
    assert "short" in {one.code for one in queries.answer_templates()}


def test_what_the_house_sends_itself_stays(admin):
    LetterTemplate.objects.filter(code="greeting").update(is_for_answers=False)
    page = admin.post("/setup/templates/greeting/retire/", {"step": "look"})
    assert "The house sends this message by itself" in text_of(page)


@pytest.mark.parametrize("role", [Role.AGENT, Role.DPO, Role.PARTNER_AGENT])
def test_nobody_else_changes_a_text(utility, sign_in, role):
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    for address in (
        "texts/",
        "texts/hello/",
        "texts/hello/write/nl/",
        "templates/greeting/letter/nl/",
    ):
        assert browser.get(f"/setup/{address}").status_code == 403


def test_the_pages_ask_the_database_little(admin, django_assert_max_num_queries):
    for number in range(4):
        write(admin, f"Dag {number}")
    with django_assert_max_num_queries(22):
        admin.get("/setup/texts/hello/")
    with django_assert_max_num_queries(20):
        admin.get("/setup/texts/")
    with django_assert_max_num_queries(20):
        admin.get("/setup/templates/")
    for code in ("ack", "rating", "hello", "said"):
        apply(admin, f"{TEMPLATE}edit/", {"text_1": code})
    with django_assert_max_num_queries(26):
        admin.get(TEMPLATE)
