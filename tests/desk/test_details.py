"""Editing a case: two people who save the same get both versions to choose from."""

import pytest

from debiet.cases import actions as cases
from debiet.cases.actions import CaseChanges
from debiet.cases.models import Case
from debiet.rules.cases import Priority
from tests import make
from tests.desk.reading import text_of


@pytest.fixture
def opened(utility):
    return make.case(subject="Factuur")


@pytest.fixture
def colleague(utility) -> make.Somebody:
    return make.employee(utility, name="Sarah Peeters")


def values_of(opened) -> tuple:
    case = Case.objects.select_related("topic").get(pk=opened.case_id)
    return case.subject, case.topic.code, case.priority, case.assignee_id


def form_of(browser, opened) -> dict[str, str]:
    """Return the form as it is shown, filled in as it stands."""
    page = browser.get(f"/cases/{opened.number}/details/")
    form, context = page.context["form"], page.context
    started = {f"start-{name}": value for name, value in context["started_from"].items()}
    return form.initial | started | {"seen_version": str(context["version"])}


def save_as(colleague, opened, **changes) -> None:
    """Let a colleague save the case."""
    case = Case.objects.select_related("topic").get(pk=opened.case_id)
    values = {
        "subject": case.subject,
        "topic_code": case.topic.code,
        "priority": case.priority,
        "team_id": case.team_id,
        "assignee_id": case.assignee_id,
    }
    cases.edit_case(
        case_id=opened.case_id,
        changes=CaseChanges(**(values | changes)),
        seen_version=case.version,
        by=colleague.actor,
        at=make.MONDAY,
    )


def test_what_is_typed_is_saved(browser_of_agent, opened, agent):
    typed = form_of(browser_of_agent, opened) | {
        "subject": "Factuur na lek",
        "topic_code": "mail",
        "priority": "high",
        "assignee_id": str(agent.employee_id),
    }
    saved = browser_of_agent.post(f"/cases/{opened.number}/details/", typed)
    assert saved.status_code == 302
    assert values_of(opened) == ("Factuur na lek", "mail", Priority.HIGH, agent.employee_id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"subject": "x" * 121},
        {"topic_code": "nothing"},
        {"team_id": "999999"},
        {"assignee_id": "999999"},
        {"priority": "urgent"},
    ],
)
def test_what_cannot_be_is_refused_with_the_rest_kept(browser_of_agent, opened, wrong):
    typed = form_of(browser_of_agent, opened) | {"subject": "Mijn versie"} | wrong
    page = browser_of_agent.post(f"/cases/{opened.number}/details/", typed)
    assert page.status_code == 200
    assert "One thing is not right yet" in text_of(page)
    assert values_of(opened)[0] == "Factuur"


def test_a_team_behind_a_wall_is_no_choice_for_who_does_not_see_it(
    browser_of_agent, opened, utility
):
    typed = form_of(browser_of_agent, opened) | {"team_id": str(utility.ombuds_team.pk)}
    page = browser_of_agent.post(f"/cases/{opened.number}/details/", typed)
    assert 'href="#details-team_id"' in page.content.decode()
    names = [name for _key, name in page.context["form"].fields["team_id"].choices]
    assert names == ["Bellijn", "Facturen"]


def test_a_team_in_another_compartment_is_refused_in_words(browser_of_agent, opened, utility):
    typed = form_of(browser_of_agent, opened) | {"team_id": str(utility.partner_team.pk)}
    page = browser_of_agent.post(f"/cases/{opened.number}/details/", typed)
    assert "This team works behind another wall." in text_of(page)


def test_two_who_save_get_both_versions_and_nothing_is_overwritten(
    browser_of_agent, opened, colleague
):
    typed = form_of(browser_of_agent, opened) | {"subject": "Mijn versie"}
    save_as(colleague, opened, subject="Haar versie")
    page = browser_of_agent.post(f"/cases/{opened.number}/details/", typed)
    assert page.status_code == 409
    shown = text_of(page)
    assert "saved meanwhile Haar versie" in shown
    assert "yours Mijn versie" in shown
    assert "checked" not in page.content.decode().split("<form class")[1]  # nobody chose for me
    assert values_of(opened)[0] == "Haar versie"


def test_what_only_one_of_us_changed_is_proposed(browser_of_agent, opened, colleague):
    typed = form_of(browser_of_agent, opened) | {"subject": "Mijn versie"}
    save_as(colleague, opened, priority=Priority.HIGH)
    page = browser_of_agent.post(f"/cases/{opened.number}/details/", typed)
    proposed = {one.name: one.chosen for one in page.context["differences"]}
    assert proposed == {"subject": "mine", "priority": "theirs"}


def choices_of(page, **chosen: str) -> dict[str, str]:
    """Return the form with both versions, with what somebody chose."""
    mine = {f"mine-{name}": value for name, value in page.context["mine"].items()}
    picked = {f"choice-{name}": value for name, value in chosen.items()}
    return mine | picked | {"seen_version": str(page.context["case"].version)}


@pytest.mark.parametrize(("choice", "subject"), [("mine", "Mijn"), ("theirs", "Haar")])
def test_what_is_chosen_is_saved(browser_of_agent, opened, colleague, choice, subject):
    typed = form_of(browser_of_agent, opened) | {"subject": "Mijn"}
    save_as(colleague, opened, subject="Haar", priority=Priority.HIGH)
    page = browser_of_agent.post(f"/cases/{opened.number}/details/", typed)
    sent = choices_of(page, subject=choice, priority="theirs")
    saved = browser_of_agent.post(f"/cases/{opened.number}/details/choose/", sent)
    assert saved.status_code == 302
    assert values_of(opened)[:3] == (subject, "invoice", Priority.HIGH)


def test_a_field_without_a_choice_is_asked_again_with_both_versions(
    browser_of_agent, opened, colleague
):
    typed = form_of(browser_of_agent, opened) | {"subject": "Mijn"}
    save_as(colleague, opened, subject="Haar")
    page = browser_of_agent.post(f"/cases/{opened.number}/details/", typed)
    page = browser_of_agent.post(f"/cases/{opened.number}/details/choose/", choices_of(page))
    assert page.status_code == 409
    assert "Choose one of both in every field" in text_of(page)
    assert "yours Mijn" in text_of(page)
    assert values_of(opened)[0] == "Haar"


def test_a_third_save_while_choosing_is_shown_as_well(browser_of_agent, opened, colleague):
    typed = form_of(browser_of_agent, opened) | {"subject": "Mijn"}
    save_as(colleague, opened, subject="Haar")
    page = browser_of_agent.post(f"/cases/{opened.number}/details/", typed)
    save_as(colleague, opened, subject="Haar tweede")
    sent = choices_of(page, subject="mine")
    page = browser_of_agent.post(f"/cases/{opened.number}/details/choose/", sent)
    assert page.status_code == 409
    assert "saved meanwhile Haar tweede" in text_of(page)
    assert values_of(opened)[0] == "Haar tweede"
