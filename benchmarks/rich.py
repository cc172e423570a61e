"""A case of which every part of its page has something to show, made through real actions."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from debiet.core.actor import Actor
from debiet.rules.access import Compartment, Permission
from debiet.rules.case_links import LinkSide
from debiet.rules.cases import AttemptOutcome, Carrier, CaseKind, Direction
from debiet.rules.incidents import Area, IncidentKind, LinkWay

HOUR = timedelta(hours=1)
EMAIL, PHONE = "an.claes@example.be", "0470 12 34 56"
ASKED = "Onze watermeter loopt door terwijl alle kranen dicht zijn. Is er een lek op de leiding?"


def rich_case(*, agent: Actor, team_id: int, other_team_id: int, at: datetime) -> str:
    """Make it for a team in the database that Django works in now, and return its number."""
    from debiet.cases import actions as cases
    from debiet.cases import queries

    topic = queries.topic_choices(public=True)[0].code
    customer_id = _customer(at)
    opened = _open(topic, at)
    cases.link_customer(
        case_id=opened.case_id,
        customer_id=customer_id,
        seen_version=_version(opened.case_id),
        by=agent,
        at=at,
    )
    _said(opened.case_id, agent, at)
    _beside(opened.case_id, opened.number, topic, agent, at)
    _promised(opened.case_id, other_team_id, agent, at)
    _incidents(opened.number, team_id, topic, agent, at)
    _articles(topic, agent, at)
    return str(opened.number)


def _customer(at: datetime) -> int:
    from debiet.customers import actions
    from debiet.customers.actions import Address
    from debiet.customers.queries import ContactKind

    by = Actor.system("demo")
    made = actions.add_customer(name="An Claes", language="nl", born_on=None, by=by, at=at)
    actions.add_account(
        customer_id=made.pk,
        number="100900900",
        address=Address("Kouterbaan", "18", "9230", "Wetteren"),
        by=by,
        at=at,
    )
    for kind, value in ((ContactKind.EMAIL, EMAIL), (ContactKind.PHONE, PHONE)):
        actions.add_contact_point(customer_id=made.pk, kind=kind, value=value, by=by, at=at)
    return int(made.pk)


def _open(topic: str, at: datetime) -> Any:
    from debiet.cases import actions
    from debiet.cases.actions import Contact
    from debiet.files import actions as files

    by = Actor.system("demo")
    file_ids = [
        files.store_file(
            content=f"meterstand {number}".encode(),
            name=f"stand-{number}.txt",
            compartment=Compartment.ORDINARY,
            by=by,
            at=at,
        )
        for number in range(2)
    ]
    return actions.open_case(
        contact=Contact(name="An Claes", email=EMAIL, phone=PHONE),
        kind=CaseKind.QUESTION,
        topic_code=topic,
        carrier=Carrier.WEB_FORM,
        text=ASKED,
        language="nl",
        received_at=at,
        file_ids=file_ids,
        by=by,
        at=at,
    )


def _version(case_id: int) -> int:
    from debiet.cases import queries

    page = queries.case_page(case_id, viewer=Actor.system("demo"))
    assert page is not None
    return page.version


def _said(case_id: int, agent: Actor, at: datetime) -> None:
    from debiet.cases import actions

    for number in range(2):
        actions.record_contact(
            case_id=case_id,
            carrier=Carrier.PHONE,
            direction=Direction.IN,
            text=f"Belt nog eens, {number}.",
            happened_at=at + number * HOUR / 60,
            by=agent,
            at=at + number * HOUR / 60,
        )
        actions.answer_case(
            case_id=case_id,
            text=f"We kijken het na, {number}.",
            seen_version=_version(case_id),
            is_substantive=False,
            resolves=False,
            by=agent,
            at=at + number * HOUR / 60,
        )
    actions.write_note(case_id=case_id, text="De meter is nagekeken.", by=agent, at=at)


def _beside(case_id: int, number: str, topic: str, agent: Actor, at: datetime) -> None:
    """Link another case, and let a letter that names the number suggest itself."""
    from debiet.cases import actions
    from debiet.cases.models import SuggestedLink

    others = [_open(topic, at) for _other in range(3)]
    actions.relate_cases(
        case_id=case_id,
        other_number=others[0].number,
        side=LinkSide.SAME_SUBJECT,
        by=agent,
        at=at,
    )
    for other, settled in zip(others[1:], ("", "related"), strict=True):
        SuggestedLink.objects.create(
            case_id=case_id,
            other_id=other.case_id,
            compartment=Compartment.ORDINARY,
            reason="names-number",
            suggested_at=at,
            settled_as=settled,
        )


def _promised(case_id: int, other_team_id: int, agent: Actor, at: datetime) -> None:
    from debiet.cases import actions

    callback_id = actions.promise_callback(
        case_id=case_id,
        phone=PHONE,
        words="Over het lek",
        promised_from=at + HOUR,
        promised_until=at + 3 * HOUR,
        by=agent,
        at=at,
    )
    actions.record_attempt(
        callback_id=callback_id,
        outcome=AttemptOutcome.NO_ANSWER,
        words="Geen gehoor",
        seen_attempts=0,
        by=agent,
        at=at,
    )
    actions.plan_follow_up(
        case_id=case_id,
        words="Nog eens kijken",
        due_at=at + 24 * HOUR,
        is_for_team=False,
        by=agent,
        at=at,
    )
    actions.ask_task(
        case_id=case_id, team_id=other_team_id, words="Kijk de meter na.", by=agent, at=at
    )


def _incidents(number: str, team_id: int, topic: str, agent: Actor, at: datetime) -> None:
    from debiet.incidents import actions
    from debiet.incidents.actions import IncidentFacts

    for title, numbers in (("Breuk Kouterbaan", (number,)), ("Breuk Zuidlaan", ())):
        incident_id = actions.open_incident(
            facts=IncidentFacts(
                kind=IncidentKind.MAIN_BURST,
                title=title,
                team_id=team_id,
                topic_codes=(topic,),
                areas=(Area("9230", "Kouterbaan"),),
                began_at=at,
            ),
            by=agent,
            at=at,
        )
        if numbers:
            actions.link_cases(
                incident_id=incident_id, numbers=numbers, way=LinkWay.HAND, by=agent, at=at
            )


def _articles(topic: str, agent: Actor, at: datetime) -> None:
    """Publish articles: what is found beside a case is looked for in all of them."""
    from debiet.knowledge import actions
    from debiet.knowledge.actions import ArticleDraft, ArticleText

    writer, approver = Actor.system("demo"), replace(agent, permissions=frozenset(Permission))
    for number in range(20):
        text = ArticleText(f"De watermeter aflezen, {number}", "Zo ziet u of er een lek is. " * 20)
        article_id = actions.write_article(
            draft=ArticleDraft(
                texts=dict.fromkeys(("nl", "fr", "en"), text),
                topic_codes=(topic,),
                is_public=True,
                review_on=date.fromordinal(at.toordinal() + 365),
            ),
            by=writer,
            at=at,
        )
        actions.approve_article(article_id=article_id, number=1, by=approver, at=at)
