"""A held message goes on once an employee says what it is about."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases import actions as cases
from debiet.cases import queries, tasks
from debiet.cases.actions import NotHeld, OtherCompartment
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.models import AccessEntry
from debiet.correspondence import actions
from debiet.correspondence import queries as messages
from debiet.correspondence.models import Message, RawMessage
from debiet.identity.models import User
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier, CaseState, Direction
from debiet.rules.quarantine import SetAside
from debiet.rules.sla import ClockStatus
from debiet.staff.models import Notification
from debiet.terms import actions as terms
from debiet.terms.models import Clock
from tests import mails, make

IMPORT = Actor.system("mail.import")
LATER = make.local("2026-03-05 10:00")


def hold(content, *, carrier=Carrier.EMAIL, compartment=Compartment.ORDINARY):
    taken = actions.take_in(
        carrier=carrier,
        source="import-mail",
        content=content,
        received_at=make.MONDAY,
        compartment=compartment,
        by=IMPORT,
        at=make.MONDAY,
    )
    outcome = cases.take_up(raw_message_id=taken.raw_message_id, by=IMPORT, at=make.MONDAY)
    assert outcome.outcome == "quarantined"
    return taken.raw_message_id


def release(raw_message_id, by):
    return cases.open_from_quarantine(
        raw_message_id=raw_message_id, topic_code="invoice", by=by, at=LATER
    )


@pytest.mark.django_db
def test_a_message_without_a_sender_becomes_a_case_as_of_when_it_came():
    agent = make.employee(make.utility())
    raw_message_id = hold(b"Subject: Lek\n\nEr is een lek in de straat.\n")

    outcome = release(raw_message_id, agent.actor)

    case = Case.objects.get(pk=outcome.case_id)
    assert (case.opened_at, case.subject) == (make.MONDAY, "Lek")
    assert Interaction.objects.get(case=case).text == "Er is een lek in de straat."
    assert not Message.objects.exists()
    raw = RawMessage.objects.get(pk=raw_message_id)
    assert (raw.state, raw.about) == ("taken", f"case:{case.number}")
    assert raw.reason == "released:no-sender"


@pytest.mark.django_db
def test_a_form_whose_topic_was_gone_keeps_its_sender_and_is_acknowledged():
    agent = make.employee(make.utility())
    question = cases.Question(
        key="k", topic_code="gone", text="Waarom?", name="Ann", email="ann@example.be"
    )
    cases.ask_question(question=question, by=Actor.visitor(), at=make.MONDAY)
    raw = RawMessage.objects.get()

    outcome = release(raw.pk, agent.actor)

    case = Case.objects.get(pk=outcome.case_id)
    assert (case.contact_name, case.contact_email) == ("Ann", "ann@example.be")
    assert Message.objects.get().recipient_address == "ann@example.be"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"", b"\xff\x00\xfe", b"[1, 2]", b'{"text": 5}', b'{"text": "x"', b"null"]
)
def test_a_form_that_is_no_form_can_be_read_and_released_all_the_same(content):
    agent = make.employee(make.utility())
    raw_message_id = hold(content, carrier=Carrier.WEB_FORM)
    assert queries.held_message(raw_message_id, viewer=agent.actor).size == len(content)

    assert release(raw_message_id, agent.actor).outcome == "opened"


@pytest.mark.django_db
def test_a_newsletter_that_is_released_is_not_answered_by_itself():
    agent = make.employee(make.utility())
    raw_message_id = hold(b"From: news@example.be\nList-Id: <x.example.be>\n\nNieuws.\n")

    release(raw_message_id, agent.actor)

    assert not Message.objects.exists()


@pytest.mark.django_db
def test_the_second_colleague_is_told_that_it_was_taken_up():
    utility = make.utility()
    first, second = make.employee(utility), make.employee(utility)
    raw_message_id = hold(b"Subject: Lek\n\nLek\n")
    release(raw_message_id, first.actor)

    with pytest.raises(NotHeld):
        release(raw_message_id, second.actor)
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_what_stands_behind_a_wall_is_neither_read_nor_released_from_outside():
    agent = make.employee(make.utility())
    raw_message_id = hold(b"Subject: x\n\nGeheim\n", compartment=Compartment.OMBUDS)

    assert queries.held_message(raw_message_id, viewer=agent.actor) is None
    with pytest.raises(NotFound):
        release(raw_message_id, agent.actor)


@pytest.mark.django_db
def test_the_desk_shows_its_words_writes_the_look_down_and_opens_the_case(
    client, on_site, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    agent = make.employee(make.utility(), role=Role.AGENT)
    raw_message_id = hold(b"Subject: Lek\n\nEr is een <b>lek</b>.\n")
    on_site("desk")
    client.force_login(User.objects.get(pk=agent.user_id))

    page = client.get(f"/quarantine/{raw_message_id}/").content.decode()
    assert "Er is een &lt;b&gt;lek&lt;/b&gt;." in page
    look = AccessEntry.objects.get()
    assert (look.subject, look.purpose) == (f"raw:{raw_message_id}", "quarantine")
    assert "topic_code" in page

    response = client.post(f"/quarantine/{raw_message_id}/", {"topic_code": "invoice"})

    assert response.headers["Location"] == f"/cases/{Case.objects.get().number}/"
    assert client.get(f"/quarantine/{raw_message_id}/").status_code == 404


# A term of its own


@pytest.mark.django_db
def test_a_held_message_has_a_term_from_its_receipt_until_it_is_released():
    utility = make.utility()
    agent = make.employee(utility)
    raw_message_id = hold(b"Subject: Lek\n\nLek\n")
    clock = Clock.objects.get(reference=f"raw:{raw_message_id}")
    assert clock.due_at == RawMessage.objects.get().due_at == make.local("2026-03-02 13:00")

    release(raw_message_id, agent.actor)

    clock.refresh_from_db()
    assert (clock.status, clock.reached_at) == (ClockStatus.MET, LATER)


@pytest.mark.django_db
def test_a_message_that_is_set_aside_is_kept_with_its_reason_and_its_term_ends():
    agent = make.employee(make.utility())
    raw_message_id = hold(b"Subject: Win!\n\nKlik hier\n")

    cases.set_aside(raw_message_id=raw_message_id, reason=SetAside.SPAM, by=agent.actor, at=LATER)

    raw = RawMessage.objects.get()
    assert (raw.state, raw.outcome, raw.reason) == ("set-aside", "set-aside", "spam:no-sender")
    assert Clock.objects.get().status == ClockStatus.MET
    assert Case.objects.count() == 0
    with pytest.raises(NotHeld):
        cases.set_aside(
            raw_message_id=raw_message_id, reason=SetAside.SPAM, by=agent.actor, at=LATER
        )


@pytest.mark.django_db
def test_without_any_policy_a_message_is_held_all_the_same():
    raw_message_id = hold(b"Subject: Lek\n\nLek\n")

    assert RawMessage.objects.get(pk=raw_message_id).due_at is None


@pytest.mark.django_db
def test_the_list_is_ordered_by_term_and_reads_no_content():
    agent = make.employee(make.utility())
    first = hold(b"Subject: a\n\na\n")
    second = hold(mails.written("b", list_id="<x>", subject="Nieuws \\x00 van ons"))
    RawMessage.objects.filter(pk=second).update(due_at=make.MONDAY)

    with CaptureQueriesContext(connection) as asked:
        rows = messages.quarantine(viewer=agent.actor)

    assert [row.raw_message_id for row in rows] == [second, first]
    assert rows[0].sender == "ann@example.be"
    assert rows[0].size == RawMessage.objects.get(pk=second).size > 0
    assert all('"content"' not in one["sql"] for one in asked)


@pytest.mark.django_db
@pytest.mark.parametrize("compartment", [Compartment.ORDINARY, Compartment.OMBUDS])
def test_the_leads_of_the_mailbox_are_told_when_a_held_message_waits_for_long(jobs, compartment):
    utility = make.utility()
    lead = make.employee(utility, is_lead=True)
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, is_lead=True)
    raw_message_id = hold(b"Subject: Lek\n\nLek\n", compartment=compartment)

    terms.mark_levels(by=Actor.system("terms.sweep"), at=make.local("2026-03-02 12:30"))
    jobs.run(times=2)

    told = Notification.objects.get()
    expected = ombuds if compartment == Compartment.OMBUDS else lead
    assert (told.employee_id, told.kind) == (expected.employee_id, "quarantine.level")
    assert (told.about, told.compartment) == (f"raw:{raw_message_id}", compartment)


@pytest.mark.django_db
def test_a_moved_deadline_is_taken_over_into_the_held_message():
    make.utility()
    raw_message_id = hold(b"Subject: Lek\n\nLek\n")
    RawMessage.objects.update(due_at=None)

    for _time in range(2):
        tasks.take_over_deadlines(reference=f"raw:{raw_message_id}")

    assert RawMessage.objects.get().due_at == make.local("2026-03-02 13:00")


# Released, it goes on as if it had come then


def answered(utility):
    agent = make.employee(utility)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    return opened, Message.objects.get(purpose="answer"), agent


@pytest.mark.django_db
def test_a_released_reply_goes_on_with_its_case():
    opened, ours, agent = answered(make.utility())
    content = mails.written("Nog iets.", to=ours.reply_to, precedence="bulk")
    raw_message_id = hold(content)

    outcome = release(raw_message_id, agent.actor)

    assert (outcome.outcome, outcome.case_id) == ("continued", opened.case_id)
    case = Case.objects.get()
    assert case.state == CaseState.OPEN
    assert Interaction.objects.latest("id").happened_at == make.MONDAY


@pytest.mark.django_db
def test_an_answer_given_while_a_reply_was_held_does_not_answer_it():
    utility = make.utility()
    opened, ours, agent = answered(utility)
    raw_message_id = hold(mails.written("Nog iets.", to=ours.reply_to, precedence="bulk"))
    meanwhile = make.local("2026-03-04 10:00")
    cases.record_contact(
        case_id=opened.case_id,
        carrier=Carrier.PHONE,
        direction=Direction.OUT,
        text="Gebeld over iets anders.",
        happened_at=meanwhile,
        by=agent.actor,
        at=meanwhile,
    )

    release(raw_message_id, agent.actor)

    clock = Clock.objects.get(reference=f"case:{opened.number}", milestone="next_reply")
    assert (clock.status, clock.started_at) == (ClockStatus.RUNNING, meanwhile)


@pytest.mark.django_db
def test_a_released_mail_from_a_busy_sender_is_not_held_again():
    agent = make.employee(make.utility())
    for number in range(5):
        mails.take(mails.written(f"{number}", subject="Lek"))
    raw_message_id = hold(mails.written("5", subject="Lek"))

    assert release(raw_message_id, agent.actor).outcome == "opened"
    assert RawMessage.objects.get(pk=raw_message_id).reason == "released:too-many-alike"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "outcome"),
    [({"auto_submitted": "auto-replied"}, "auto-reply"), ({"return_path": "<>"}, "bounce")],
)
def test_a_program_s_mail_that_was_held_opens_nothing_when_it_is_released(fields, outcome):
    agent = make.employee(make.utility())
    raw_message_id = mails.keep(mails.written("x", **fields))
    cases.quarantine(raw_message_id=raw_message_id, reason="x", by=IMPORT, at=make.MONDAY)

    assert release(raw_message_id, agent.actor).outcome == outcome
    assert Case.objects.count() == 0
    assert RawMessage.objects.get().state == "set-aside"


@pytest.mark.django_db
def test_a_message_to_the_ombuds_office_is_released_by_it_and_stays_in_its_part():
    utility = make.utility()
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    raw_message_id = hold(b"Subject: x\n\nGeheim\n", compartment=Compartment.OMBUDS)

    with pytest.raises(OtherCompartment):
        release(raw_message_id, ombuds.actor)
    outcome = cases.open_from_quarantine(
        raw_message_id=raw_message_id, topic_code="ombuds", by=ombuds.actor, at=LATER
    )

    assert Case.objects.get(pk=outcome.case_id).compartment == Compartment.OMBUDS


@pytest.mark.django_db
def test_the_desk_sets_a_message_aside_and_does_not_lead_to_a_case_behind_a_wall(
    client, on_site, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    ours = Message.objects.get(purpose="answer")
    reply = hold(mails.written("Nog iets.", to=ours.reply_to, precedence="bulk"))
    Case.objects.update(compartment=Compartment.OMBUDS)  # it went there while the mail was held
    spam = hold(b"Subject: Win!\n\nKlik\n")
    on_site("desk")
    client.force_login(User.objects.get(pk=agent.user_id))

    released = client.post(f"/quarantine/{reply}/", {"topic_code": "invoice"}, follow=True)
    nothing = client.post(f"/quarantine/{spam}/aside/", {"reason": "because"})
    aside = client.post(f"/quarantine/{spam}/aside/", {"reason": "spam"}, follow=True)

    assert opened.number not in released.content.decode()
    assert released.redirect_chain[-1][0] == "/quarantine/"
    assert nothing.headers["Location"] == f"/quarantine/{spam}/"
    assert aside.status_code == 200
    assert RawMessage.objects.get(pk=spam).reason == "spam:no-sender"
    assert client.post(f"/quarantine/{spam}/aside/", {"reason": "spam"}).status_code == 302
    assert client.get("/quarantine/").content.decode().count("/quarantine/") > 0
