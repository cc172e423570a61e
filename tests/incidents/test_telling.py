"""One reviewed message reaches the asker of each linked case, by its own way, once."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.cases.models import Case, Interaction, PublicNotice
from debiet.correspondence.models import Message
from debiet.incidents import actions, queries, tasks
from debiet.incidents.models import IncidentCase, IncidentDelivery
from debiet.rules.cases import Carrier
from debiet.terms.models import Clock
from tests import make
from tests.incidents.conftest import NOTICE, WORDS, approved, linked, opened

pytestmark = pytest.mark.django_db


def told() -> list[Message]:
    return list(Message.objects.filter(purpose="answer").order_by("id"))


def test_each_is_told_by_its_own_way_and_in_its_own_language(people, jobs):
    by_mail = make.case(topic_code="outage")
    by_post = make.case(
        topic_code="outage",
        carrier=Carrier.POST,
        language="fr",
        contact=Contact(name="Luc Noël", address="Rue Haute 1\n9600 Renaix"),
    )
    nobody = make.case(topic_code="outage", contact=Contact(name="Jan"))
    incident_id = opened(people)
    assert linked(people, incident_id, by_mail.number, by_post.number, nobody.number) == 3

    approved(people, incident_id)
    jobs.run(times=2)

    mail, letter = told()
    assert (mail.carrier, letter.carrier) == (Carrier.EMAIL, Carrier.POST)
    assert "Er is een breuk, Ann De Smet. Om 14 uur" in mail.text
    assert "Une conduite est cassée, Luc Noël" in letter.text
    assert mail.is_automatic
    shown = queries.progress(incident_id, viewer=people.agent.actor)
    assert (shown.linked, shown.told, shown.unreachable, shown.to_tell) == (3, 2, 1, 0)
    contact = Interaction.objects.get(message=mail)
    assert contact.text.startswith("Er is een breuk")
    assert not contact.is_automatic  # the status page shows its words


def test_however_often_it_runs_everybody_is_told_once(people, jobs):
    incident_id = opened(people)
    numbers = [make.case(topic_code="outage").number for _number in range(60)]
    linked(people, incident_id, *numbers)
    approved(people, incident_id)

    ran = jobs.run(times=2)
    tasks.tell_linked.func(incident_id=incident_id)
    tasks.carry_on.func()

    assert ran.count("debiet.incidents.tasks.tell_linked") >= 6  # chunks of 25, each twice
    assert len(told()) == IncidentDelivery.objects.count() == 60
    assert {message.about for message in told()} == {f"case:{number}" for number in numbers}


def test_what_a_killed_worker_left_is_taken_up_again(people, jobs):
    incident_id = opened(people)
    linked(people, incident_id, *(make.case(topic_code="outage").number for _n in range(3)))
    approved(people, incident_id)
    first = IncidentCase.objects.earliest("id")
    by = make.Actor.system("incidents.tell")
    actions.tell_one(link_id=first.pk, by=by, at=make.MONDAY)  # then it was killed

    tasks.carry_on.func()

    assert len(told()) == 3
    assert queries.left_over_ids(at=make.MONDAY) == []


def test_one_case_that_fails_keeps_nobody_else_from_being_told(people, jobs):
    incident_id = opened(people)
    numbers = [make.case(topic_code="outage").number for _number in range(3)]
    linked(people, incident_id, *numbers)
    approved(people, incident_id, template="greeting")  # it stops a clock
    broken = Case.objects.get(number=numbers[0])
    clocks = Clock.objects.filter(reference=f"case:{numbers[0]}", milestone="first_reply")
    clocks.update(milestone="unknown")

    with pytest.raises(ExceptionGroup, match="not told"):
        tasks.tell_linked.func(incident_id=incident_id)

    assert len(told()) == 2
    assert not IncidentDelivery.objects.filter(case=broken).exists()

    other = make.case(topic_code="outage")
    next_id = opened(people)
    linked(people, next_id, other.number)
    approved(people, next_id)
    with pytest.raises(ExceptionGroup, match="not carried on"):
        tasks.carry_on.func()
    assert IncidentDelivery.objects.filter(case=other.case_id).exists()


def merged(people, case, leading):
    cases.merge_case(
        case_id=case.case_id,
        leading_number=leading.number,
        seen_version=Case.objects.get(pk=case.case_id).version,
        by=people.agent.actor,
        at=make.MONDAY,
    )


def test_who_asked_twice_is_told_once_in_the_leading_case_and_nobody_after_it_is_forgotten(
    people, jobs
):
    first, again, loose, other = (make.case(topic_code="outage") for _number in range(4))
    leading = make.case(topic_code="invoice")  # no part of the incident itself
    incident_id = opened(people)
    linked(people, incident_id, *(one.number for one in (again, first, loose, other)))
    merged(people, again, first)
    merged(people, loose, leading)
    approved(people, incident_id)

    jobs.run()
    tasks.carry_on.func()

    assert [message.about for message in told()] == [
        f"case:{one.number}" for one in (first, leading, other)
    ]
    shown = queries.progress(incident_id, viewer=people.agent.actor)
    assert (shown.linked, shown.told, shown.to_tell) == (4, 4, 0)


@pytest.mark.parametrize(("template", "stops"), [("greeting", True), ("", False)])
def test_it_counts_as_the_first_reply_only_where_its_template_says_so(
    people, jobs, template, stops
):
    case = make.case(topic_code="outage")
    incident_id = opened(people)
    linked(people, incident_id, case.number)

    approved(people, incident_id, template=template)
    jobs.run()

    clock = Clock.objects.get(reference=f"case:{case.number}", milestone="first_reply")
    assert (clock.reached_at is not None) is stops
    if template:
        assert "[nl] Beste Ann De Smet," in told()[0].text


def test_a_case_linked_later_is_told_by_itself(people, jobs):
    incident_id = opened(people)
    approved(people, incident_id)
    jobs.run()
    assert told() == []

    linked(people, incident_id, make.case(topic_code="outage").number)
    jobs.run()

    assert len(told()) == 1


def test_or_once_somebody_confirms_it(people, jobs):
    incident_id = opened(people, tells_later=False)
    approved(people, incident_id)
    linked(people, incident_id, make.case(topic_code="outage").number)
    jobs.run()
    assert told() == []
    assert queries.progress(incident_id, viewer=people.agent.actor).unconfirmed == 1

    for _twice in range(2):
        actions.tell_later_ones(incident_id=incident_id, by=people.agent.actor, at=make.MONDAY)
    jobs.run()

    assert len(told()) == 1


def test_a_newer_message_goes_to_everybody_once_more_and_the_old_one_to_nobody(people, jobs):
    incident_id = opened(people)
    linked(people, incident_id, make.case(topic_code="outage").number)
    approved(people, incident_id)
    jobs.run()
    approved(people, incident_id, words=WORDS | {"nl": "Het water is terug."})
    jobs.run(times=2)
    linked(people, incident_id, make.case(topic_code="outage").number)
    jobs.run()

    texts = [message.text for message in told()]
    assert ["Het water is terug." in text for text in texts] == [False, True, True]


def test_whoever_wrote_it_cannot_approve_it(people):
    incident_id = opened(people)
    written = {"template": "", "words": WORDS, "notice": NOTICE, "incident_id": incident_id}
    message_id = actions.write_message(by=people.lead.actor, at=make.MONDAY, **written)

    with pytest.raises(actions.ApprovedByItsWriter):
        actions.approve_message(
            message_id=message_id, incident_id=incident_id, by=people.lead.actor, at=make.MONDAY
        )
    assert actions.write_message(by=people.lead.actor, at=make.MONDAY, **written) == message_id


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"words": {}}, actions.NothingToTell),
        ({"words": {"nl": "Alleen dit", "fr": " "}}, actions.LanguageMissing),
        ({"notice": {"nl": "Alleen dit"}}, actions.LanguageMissing),
    ],
)
def test_a_text_is_there_in_every_language(people, changes, refusal):
    said = {"template": "", "words": WORDS, "notice": NOTICE} | changes
    with pytest.raises(refusal):
        actions.write_message(
            incident_id=opened(people), by=people.agent.actor, at=make.MONDAY, **said
        )


def test_a_version_that_was_replaced_is_not_approved(people):
    incident_id = opened(people)
    said = {"template": "", "notice": {}, "incident_id": incident_id}
    old = actions.write_message(words=WORDS, by=people.agent.actor, at=make.MONDAY, **said)
    actions.write_message(
        words=WORDS | {"nl": "Anders."}, by=people.agent.actor, at=make.MONDAY, **said
    )

    with pytest.raises(actions.NotTheNewest):
        actions.approve_message(
            message_id=old, incident_id=incident_id, by=people.lead.actor, at=make.MONDAY
        )


def test_the_notice_stands_in_the_acknowledgement_of_those_it_concerns(people):
    incident_id = opened(people)
    approved(people, incident_id)

    make.case(topic_code="outage")  # no address is known
    make.case(
        topic_code="outage",
        contact=Contact("A", "a@example.be", address="Kouterbaan 1\n9230 Wetteren"),
    )
    make.case(
        topic_code="outage", contact=Contact("B", "b@example.be", address="Dorp 1\n9000 Gent")
    )
    make.case(topic_code="invoice")
    actions.resolve_incident(
        incident_id=incident_id, seen_version=1, closes={}, by=people.agent.actor, at=make.MONDAY
    )
    make.case(topic_code="outage", at=make.MONDAY + timedelta(minutes=1))

    acknowledged = Message.objects.filter(purpose="acknowledgement").order_by("id")
    has_it = [NOTICE["nl"] in text for text in acknowledged.values_list("text", flat=True)]
    assert has_it == [True, True, False, False, False]
    assert PublicNotice.objects.get().valid_until == make.MONDAY
