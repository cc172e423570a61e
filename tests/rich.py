"""A case with all that can stand on its page, made through real actions."""

from datetime import timedelta

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.cases.actions.registering_letters import Way
from debiet.cases.models import Case, Interaction, InternalTask, SuggestedLink
from debiet.clauses import actions as clauses
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Message
from debiet.files import actions as files
from debiet.incidents import actions as incidents
from debiet.incidents.actions import IncidentFacts
from debiet.knowledge import actions as knowledge
from debiet.knowledge import queries as articles
from debiet.knowledge.actions import ArticleDraft, ArticleText
from debiet.rules.access import Compartment, Role
from debiet.rules.case_links import LinkSide
from debiet.rules.cases import AttemptOutcome, Carrier, Direction, LinkReason, Route
from debiet.rules.incidents import Area, IncidentKind, LinkWay
from debiet.rules.internal_tasks import TaskState
from debiet.staff import actions as staff
from debiet.terms import actions as terms
from tests import make

HOUR = timedelta(hours=1)
AT = make.MONDAY + 3 * HOUR
MAIL = Contact(name="Ann De Smet", email="ann@example.be", phone="0470 12 34 56")


def rich_case(utility: make.Utility, agent: make.Somebody) -> str:
    """Make a case of which every part of its page has something to show; return its number."""
    lead = make.employee(utility, role=Role.TEAM_LEAD, name="Lies Maes", is_lead=True)
    _policy_for_tasks()
    texts_by_key()
    customer = make.customer(email=MAIL.email, phone=MAIL.phone)
    make.case(contact=MAIL, subject="Vroeger", at=make.MONDAY - timedelta(days=9))
    opened = make.case(
        contact=MAIL, text="Mijn meter loopt door.", file_ids=[_file("a"), _file("b")]
    )
    case_id, number = opened.case_id, opened.number
    cases.link_customer(
        case_id=case_id, customer_id=customer.pk, seen_version=1, by=agent.actor, at=AT
    )
    _said(case_id, agent)
    _beside(case_id, number, agent, lead)
    _promised(case_id, agent)
    _asked(case_id, utility, agent)
    _incident(number, utility, agent)
    _article(number, agent, lead)
    return number


def _file(name: str) -> int:
    return files.store_file(
        content=b"meterstand 12 " + name.encode(),
        name=f"{name}.txt",
        compartment=Compartment.ORDINARY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )


def _policy_for_tasks() -> None:
    target = {
        "milestone": "resolution", "amount": "4", "unit": "working_hours", "calendar": "office"
    }  # fmt: skip
    terms.save_policy_version(
        code="internal-task",
        title="Intern",
        match={"kind": "internal-task"},
        targets=[target],
        promise={},
        valid_from=make.MONDAY - timedelta(days=365),
        by=make.SYSTEM,
        at=make.MONDAY,
    )


def texts_by_key() -> None:
    """Let employees put a text into an answer by its key."""
    clauses.set_clause_key(code="hello", key="hallo", by=make.SYSTEM, at=make.MONDAY)


def version(case_id: int) -> int:
    """Return the version of a case as it stands."""
    return Case.objects.values_list("version", flat=True).get(pk=case_id)


def _said(case_id: int, agent: make.Somebody) -> None:
    """Let three contacts come in and two go out, one of which does not arrive; leave a note."""
    for number in (1, 2):
        cases.record_contact(
            case_id=case_id,
            carrier=Carrier.PHONE,
            direction=Direction.IN,
            text=f"Ze belt nog eens, {number}.",
            happened_at=AT + number * HOUR / 4,
            by=agent.actor,
            at=AT + number * HOUR / 2,
        )
    first = Interaction.objects.filter(case=case_id, direction=Direction.IN).earliest("id")
    cases.add_way(
        case_id=case_id,
        interaction_id=first.pk,
        way=Way(Carrier.POST, Route.MINISTER),
        received_at=AT,
        by=agent.actor,
        at=AT,
    )
    cases.write_note(case_id=case_id, text="De meter is nagekeken.", by=agent.actor, at=AT)
    for text, resolves in (("We kijken het na.", False), ("Het is een lek.", False)):
        cases.answer_case(
            case_id=case_id,
            text=text,
            seen_version=version(case_id),
            is_substantive=resolves,
            resolves=resolves,
            by=agent.actor,
            at=AT + HOUR,
        )
    sent = Message.objects.filter(purpose="answer").latest("id")
    correspondence.note_bounced(message_id=sent.pk, reason="5.1.1", by=make.SYSTEM, at=AT + HOUR)


def _beside(case_id: int, number: str, agent: make.Somebody, lead: make.Somebody) -> None:
    """Link other cases: typed, suggested, belonging to it, and one merged into it."""
    others = [make.case(contact=MAIL, subject=f"Andere zaak {name}") for name in "abcd"]
    cases.relate_cases(
        case_id=case_id,
        other_number=others[0].number,
        side=LinkSide.SAME_SUBJECT,
        by=agent.actor,
        at=AT,
    )
    for other, settled in ((others[1], ""), (others[2], "related")):
        SuggestedLink.objects.create(
            case_id=case_id,
            other_id=other.case_id,
            compartment=Compartment.ORDINARY,
            reason=LinkReason.NAMES_NUMBER,
            suggested_at=AT,
            settled_as=settled,
        )
    cases.merge_case(
        case_id=others[3].case_id,
        leading_number=number,
        seen_version=version(others[3].case_id),
        other_asker_confirmed=True,
        by=lead.actor,
        at=AT,
    )


def _promised(case_id: int, agent: make.Somebody) -> None:
    """Promise calls that are tried in vain, and to look again."""
    for day in (1, 2):
        callback_id = cases.promise_callback(
            case_id=case_id,
            phone=MAIL.phone,
            words=f"Dag {day}",
            promised_from=AT + day * 24 * HOUR,
            promised_until=AT + (day * 24 + 2) * HOUR,
            by=agent.actor,
            at=AT,
        )
        cases.plan_follow_up(
            case_id=case_id,
            words=f"Nog eens kijken, {day}",
            due_at=AT + day * 24 * HOUR,
            is_for_team=day == 2,
            by=agent.actor,
            at=AT,
        )
        cases.record_attempt(
            callback_id=callback_id,
            outcome=AttemptOutcome.NO_ANSWER,
            words="Geen gehoor",
            seen_attempts=0,
            by=agent.actor,
            at=AT,
        )


def _asked(case_id: int, utility: make.Utility, agent: make.Somebody) -> None:
    """Ask another team two things, of which it refuses one."""
    team = staff.save_team(
        code="meters",
        name="Meters",
        organization_id=utility.organization.pk,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    fitter = make.employee(utility, name="Bea Claes", team=team)
    for words in ("Kijk de meter na.", "Wanneer kan dat?"):
        cases.ask_task(case_id=case_id, team_id=team.pk, words=words, by=agent.actor, at=AT)
    task = InternalTask.objects.earliest("id")
    cases.step_task(
        task_id=task.pk,
        state=TaskState.REFUSED,
        words="Niet voor ons.",
        seen_version=task.version,
        by=fitter.actor,
        at=AT,
    )


def _incident(number: str, utility: make.Utility, agent: make.Somebody) -> None:
    """Make the case part of an incident, and leave another one open beside it."""
    for title in ("Breuk Kouterbaan", "Breuk Zuidlaan"):
        incident_id = incidents.open_incident(
            facts=IncidentFacts(
                kind=IncidentKind.MAIN_BURST,
                title=title,
                team_id=utility.team.pk,
                topic_codes=("invoice",),
                areas=(Area("9230", "Kouterbaan"),),
                began_at=make.MONDAY,
            ),
            by=agent.actor,
            at=AT,
        )
        if title == "Breuk Kouterbaan":
            incidents.link_cases(
                incident_id=incident_id,
                numbers=(number,),
                way=LinkWay.HAND,
                by=agent.actor,
                at=AT,
            )


def _article(number: str, agent: make.Somebody, lead: make.Somebody) -> None:
    """Publish two articles that fit, and answer with one."""
    for title in ("Uw meter loopt door", "De meter aflezen"):
        text = ArticleText(title, "Zo leest u de meter af.")
        article_id = knowledge.write_article(
            draft=ArticleDraft(
                texts=dict.fromkeys(("nl", "fr", "en"), text),
                topic_codes=("invoice",),
                is_public=True,
                review_on=make.MONDAY.date() + timedelta(days=365),
            ),
            by=make.SYSTEM,
            at=AT,
        )
        newest = articles.article(article_id, viewer=lead.actor).versions[0].number
        knowledge.approve_article(article_id=article_id, number=newest, by=lead.actor, at=AT)
        if title == "De meter aflezen":
            knowledge.note_use(
                article_id=article_id,
                about=f"case:{number}",
                compartment=Compartment.ORDINARY,
                by=agent.actor,
                at=AT,
            )
