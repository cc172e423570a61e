"""A promise is changed at the desk: seen, made, and open cases brought over after a second look."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from debiet.cases.models import Case
from debiet.core.models import AuditEntry
from debiet.rules.access import Role
from debiet.terms.models import Clock, PolicyVersion
from tests import checker, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def first_reply(number):
    return Clock.objects.get(reference=f"case:{number}", milestone="first_reply")


def test_an_admin_changes_a_policy_and_open_cases_get_its_terms(utility, jobs, at_desk):
    admin = make.employee(utility, role=Role.ADMIN, name="An Beheer")
    now = timezone.now()
    # Eight hours were promised: the first has used six of them, the second one.
    late, early = make.case(at=now - timedelta(hours=6)), make.case(at=now - timedelta(hours=1))
    jobs.run()
    due = {number: first_reply(number).due_at for number in (late.number, early.number)}

    # The first look: what a new version would touch, before there is one.
    desk = at_desk(admin)
    desk.open("/setup/policies/questions/")
    desk.page.click("a[href='/setup/policies/questions/edit/']")
    desk.page.fill("[name=first_reply_amount]", "4")
    desk.page.click("button[value=look]")
    effect = desk.page.inner_text("#effect")
    assert "Het wordt versie 2 en geldt vanaf nu." in effect
    assert "1 worden te laat" in effect
    assert PolicyVersion.objects.filter(policy__code="questions").count() == 1
    desk.page.click("button[value=apply]")
    desk.page.wait_for_url(re.compile(r"/setup/policies/questions/$"))
    assert first_reply(late.number).due_at == due[late.number]  # open cases keep theirs

    # On to the move, with the new version filled in.
    desk.page.click("a[href*='/terms/moves/?to=policy:']")
    chosen = desk.page.locator("#to option:checked").inner_text()
    assert re.search("versie 2", chosen)
    desk.page.click("form.card button.first")
    desk.page.wait_for_url(re.compile(r"/terms/moves/\d+/"))
    jobs.run()

    # The second look, on the frozen preview: nothing moved yet.
    desk.page.reload()
    assert "1 vraag wordt te laat" in desk.page.inner_text("main")
    row = desk.page.locator("section", has=desk.page.locator("#by-policy")).inner_text()
    assert "Vragen" in row
    assert first_reply(late.number).due_at == due[late.number]
    desk.page.fill("#reason", "Nieuwe belofte: binnen 4 uur")
    desk.page.click("form.card button.first")
    desk.page.wait_for_load_state()
    jobs.run()
    desk.page.reload()

    told = desk.page.inner_text("main")
    assert "klokken zijn verplaatst" in told
    assert "Nieuwe belofte: binnen 4 uur" in told
    assert "An Beheer" in told
    for number in (late.number, early.number):
        assert first_reply(number).due_at == due[number] - timedelta(hours=4)
        assert first_reply(number).policy_version.number == 2
    assert Case.objects.get(number=late.number).due_at < timezone.now()
    assert Case.objects.get(number=early.number).due_at > timezone.now()

    done = AuditEntry.objects.filter(user_id=admin.user_id).values_list("action", flat=True)
    assert {
        "terms.policies.save_policy_version",
        "terms.planning.ask_move",
        "terms.moving.confirm_move",
    } <= set(done)
    move = AuditEntry.objects.filter(action="terms.moving.confirm_move").get()
    assert move.reference.startswith("clock-move:")
    desk.open("/setup/policies/questions/")
    versions = desk.page.inner_text("main")
    assert re.search(r"2\s.*An Beheer", versions, re.DOTALL)
    assert checker.findings() == {}
