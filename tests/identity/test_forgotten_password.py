"""A link to choose a new password goes to whoever signs in at this site, and to nobody else."""

import re

import pytest

from debiet.identity import actions
from debiet.identity.tasks import send_password_reset
from debiet.rules.access import Realm
from tests.identity.conftest import NOW, OTHER_PASSWORD, PASSWORD, SYSTEM

pytestmark = pytest.mark.django_db


def link_in(letter) -> str:
    found = re.search(r"http://desk\.example(/\S+)", letter.body)
    assert found
    return found[1]


SEND = "identity.send_password_reset"


def test_the_link_leads_to_a_new_password_once(person, client, sign_in, jobs, mailoutbox):
    person()
    client.post("/account/password/reset/", {"email": "AN@example.org"})
    assert mailoutbox == []
    assert jobs.run() == [SEND]
    (letter,) = mailoutbox
    assert letter.to == ["an@example.org"]
    link = link_in(letter)
    form = client.get(link, follow=True)
    chosen = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    done = client.post(form.redirect_chain[-1][0], chosen, follow=True)
    assert done.status_code == 200
    assert client.get("/").status_code == 302
    assert sign_in(password=PASSWORD).status_code == 200
    assert sign_in(password=OTHER_PASSWORD).status_code == 302
    client.post("/account/logout/")
    assert client.get(link, follow=True).context["token_fail"]


def test_opening_the_link_changes_nothing(person, client, sign_in, mailoutbox):
    user = person()
    send_password_reset(user_id=user.pk)
    client.get(link_in(mailoutbox[0]), follow=True)
    assert sign_in(password=PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "email", ["nobody@example.org", "customer@example.org", "gone@example.org"]
)
def test_nobody_else_gets_a_link_and_the_answer_is_the_same(email, person, client, jobs):
    person()
    person("customer@example.org", realm=Realm.PORTAL)
    gone = person("gone@example.org")
    actions.deactivate_user(user_id=gone.pk, by=SYSTEM, at=NOW)
    jobs.run()
    answer = client.post("/account/password/reset/", {"email": email})
    known = client.post("/account/password/reset/", {"email": "an@example.org"})
    assert len(jobs.waiting()) == 1
    assert (answer.status_code, answer.headers["location"], answer.content) == (
        known.status_code,
        known.headers["location"],
        known.content,
    )


def test_the_same_address_in_both_realms_gets_the_link_of_this_site(person, client, jobs):
    employee = person(realm=Realm.STAFF)
    person(realm=Realm.PORTAL)
    client.post("/account/password/reset/", {"email": "an@example.org"})
    assert jobs.waiting() == [(SEND, {"user_id": employee.pk})]


def test_a_link_of_the_other_realm_does_not_work(person, client, site, mailoutbox):
    user = person()
    send_password_reset(user_id=user.pk)
    site("portal")
    assert client.get(link_in(mailoutbox[0]), follow=True).context["token_fail"]


def test_a_link_of_somebody_who_left_does_not_work(person, client, mailoutbox):
    user = person()
    send_password_reset(user_id=user.pk)
    actions.deactivate_user(user_id=user.pk, by=SYSTEM, at=NOW)
    assert client.get(link_in(mailoutbox[0]), follow=True).context["token_fail"]
    send_password_reset(user_id=user.pk)
    assert len(mailoutbox) == 1


def test_a_mailbox_is_not_flooded(person, client):
    person()
    answers = [
        client.post("/account/password/reset/", {"email": "an@example.org"}).status_code
        for _try in range(4)
    ]
    assert answers == [302, 302, 302, 429]


def test_whoever_has_no_password_yet_chooses_one_by_the_link(person, client, sign_in, mailoutbox):
    user = person(password=None)
    send_password_reset(user_id=user.pk)
    form = client.get(link_in(mailoutbox[0]), follow=True)
    chosen = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    client.post(form.redirect_chain[-1][0], chosen)
    assert sign_in(password=OTHER_PASSWORD).status_code == 302


def test_the_job_run_twice_sends_two_letters_that_work(person, client, jobs, mailoutbox):
    person()
    client.post("/account/password/reset/", {"email": "an@example.org"})
    jobs.run(times=2)
    assert len(mailoutbox) == 2
    for letter in mailoutbox:
        assert not client.get(link_in(letter), follow=True).context.get("token_fail")


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_letter_says_how_long_the_link_works(language, person, mailoutbox):
    user = person(language=language)
    send_password_reset(user_id=user.pk)
    (letter,) = mailoutbox
    assert " 2 " in letter.body
    assert letter.subject
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
