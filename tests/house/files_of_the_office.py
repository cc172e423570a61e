"""A house with four files, and everybody who might look at them.

`f` is a complaint with the first line, `z` the frozen case of a complaint that the office has, `o`
its file, `c` a confidential file about `f`, and `i` one whose facts are about each reader.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases.models import Callback, Case, FollowUp, Interaction, InternalTask, Rating
from debiet.complaints import actions as complaints
from debiet.complaints.models import (
    Complaint,
    ComplaintDraft,
    ExternalReview,
    GuaranteeExemption,
    OmbudsFile,
    OmbudsQuestion,
    ReviewBundle,
    SampledQuestion,
)
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Call, Message, PrintBatch, RawMessage
from debiet.files.models import StoredFile
from debiet.identity.models import User
from debiet.incidents.models import Incident, IncidentMessage
from debiet.rules.access import Compartment, Role
from debiet.rules.calls import CallEvent
from debiet.rules.complaints import Takeover
from debiet.rules.delivery import DeliveryState
from debiet.staff import actions as staff
from debiet.terms.models import Clock, ClockEntry
from tests import make
from tests.complaints.conftest import registered
from tests.house import canary_words as words
from tests.house import test_canary as canary
from tests.house.test_urls_and_roles import addresses, values

VISITOR, CUSTOMER, TIED = "visitor", "customer", "tied"
COLUMNS = [VISITOR, CUSTOMER, *Role, TIED]
"""Who looks: `customer` is that of `z`, with its code; `tied` is of the office, with a tie."""
SEES_FILES = {Role.OMBUDS, TIED}
HIDDEN = ("o", "c", "i")
OUTSIDERS = [column for column in COLUMNS if column not in SEES_FILES]
OF_FILES = {
    *("number", "clock_id", "entry_id", "contact_id", "complaint_id", "ombuds_id", "question_id"),
    *("file_id", "task_id", "follow_up_id", "callback_id", "call_id", "raw_message_id"),
    *("incident_id", "message_id", "rating_id", "review_id", "exemption_id", "draft_id"),
    "batch_id",
}
"""The arguments of addresses that say which file it is about."""
NOWHERE = "2026-999999"


@dataclass
class House:
    """Who looks, and what each kind of file is known by in addresses."""

    utility: make.Utility
    readers: dict[str, make.Somebody]
    ids: dict[str, dict[str, Any]] = field(default_factory=dict)
    elsewhere: dict[str, Any] = field(default_factory=dict)
    code: str = ""

    def number(self, kind: str) -> str:
        """Return the number of the case of a kind of file."""
        return str(self.ids[kind]["number"])


def house() -> House:
    """Make everybody who looks, a complaint of the first line, and one that the office gets."""
    utility = make.utility()
    ann = make.customer(email="ann@example.be")
    office: dict[str, Any] = {"role": Role.OMBUDS, "team": utility.ombuds_team, "is_lead": True}
    readers: dict[str, make.Somebody] = {
        role: make.employee(utility, role=role, is_lead=True, partner=role is Role.PARTNER_AGENT)
        for role in Role
        if role is not Role.OMBUDS
    }
    readers |= {who: make.employee(utility, **office) for who in (Role.OMBUDS, TIED, "handler")}
    made = House(utility, readers)
    opened = make.case()
    complaint = registered(opened, by=readers[Role.AGENT].actor)
    made.ids["f"] = _ids(opened.number, complaint_id=complaint.pk)
    words.sample_of_the_ombuds_office(utility, readers["handler"])
    file, _agent = words.given_to_the_office(utility)
    assert file.about_case is not None
    made.ids["z"] = _ids(file.about_case.number)
    made.ids["o"] = _ids(file.case.number, ombuds_id=file.pk, complaint_id=file.complaint_id)
    # What an address names that is about no file, and a file that does not exist.
    first = Case.objects.get(number=opened.number)
    made.elsewhere = values(first, 999_999, 999_999) | {
        "employee_id": readers["handler"].employee_id,
        "team_id": utility.ombuds_team.pk,
        "customer_id": ann.pk,
        "sampled_id": SampledQuestion.objects.latest("id").pk,
        "number": NOWHERE,
    }
    return made


def _ids(number: str, **known: int) -> dict[str, Any]:
    clock = Clock.objects.filter(reference=f"case:{number}").earliest("id")
    entry = ClockEntry.objects.filter(reference=f"case:{number}").earliest("id")
    contact = Interaction.objects.filter(case__number=number).earliest("id")
    return {
        "number": number,
        "clock_id": clock.pk,
        "entry_id": entry.pk,
        "contact_id": contact.pk,
        **known,
    }


def hide(made: House) -> None:
    """Do all that nobody outside of the office may learn of."""
    handler, utility = made.readers["handler"], made.utility
    by: dict[str, Any] = {"by": handler.actor, "at": make.MONDAY}
    file = OmbudsFile.objects.get(pk=made.ids["o"]["ombuds_id"])
    words.handled_by_the_office(utility, handler, file, made.readers[Role.AGENT])
    made.ids["o"] |= {
        "question_id": OmbudsQuestion.objects.latest("id").pk,
        "review_id": ExternalReview.objects.latest("id").pk,
        "file_id": ReviewBundle.objects.latest("id").file_id,
        "exemption_id": GuaranteeExemption.objects.latest("id").pk,
        "draft_id": ComplaintDraft.objects.latest("id").pk,
        "raw_message_id": -1,
    }
    opened = canary.case_of_the_office(utility, handler)
    correspondence.make_print_batch(compartment=Compartment.OMBUDS, **by)
    made.ids["c"] = _closed(opened.number) | _file(made, opened.case_id, "f", by)
    involved = make.case(topic_code="ombuds", text=f"{words.CANARY} over een medewerker")
    made.ids["i"] = _ids(involved.number) | _file(made, involved.case_id, "", by)
    made.ids["o"]["raw_message_id"] = RawMessage.objects.earliest("id").pk
    for kind in HIDDEN:
        file_id = made.ids[kind]["ombuds_id"]
        complaints.state_ties(
            file_id=file_id,
            has_conflict=True,
            words=f"{words.CANARY} als band",
            by=made.readers[TIED].actor,
            at=make.MONDAY,
        )
    for reader in made.readers.values():
        if reader is not handler:
            complaints.name_involved(
                file_id=made.ids["i"]["ombuds_id"], employee=reader.employee_id, **by
            )
        _notified(reader, made.number("c"))
    _beside(made, Case.objects.get(number=made.number("i")))


def _beside(made: House, asked: Case) -> None:
    """Do what the office does beside its files: read, get mail back, be called."""
    handler = made.readers["handler"]
    first = Case.objects.get(number=made.number("f"))
    cases.be_present(case_id=first.pk, by=handler.actor, at=timezone.now())
    message_id = cases.answer_case(
        case_id=asked.pk,
        text=f"{words.CANARY} die terugkwam",
        seen_version=asked.version,
        resolves=False,
        by=handler.actor,
        at=make.MONDAY,
    )
    Message.objects.filter(pk=message_id).update(state=DeliveryState.DISPATCHED)
    correspondence.note_bounced(
        message_id=message_id, reason="5.1.1", by=make.SYSTEM, at=make.MONDAY
    )
    signs = [
        correspondence.Sign(event, make.MONDAY, employee=handler.email)
        for event in (CallEvent.RINGING, CallEvent.ANSWERED, CallEvent.ENDED)
    ]
    correspondence.record_call(
        source="exchange",
        call_id="of-the-office",
        caller=words.CANARY,
        signs=signs,
        by=make.SYSTEM,
        at=make.MONDAY,
    )


def _notified(reader: make.Somebody, number: str) -> None:
    """Tell somebody of what it may not see, as a mistake elsewhere could."""
    staff.notify_employee(
        employee_id=reader.employee_id,
        kind="case.level",
        about=f"case:{number}",
        compartment=Compartment.OMBUDS,
        cause="level:1",
        facts={"level": 100, "milestone": "first_reply", "number": number},
        by=make.SYSTEM,
        at=make.MONDAY,
    )


def _file(made: House, case_id: int, about: str, by: dict[str, Any]) -> dict[str, Any]:
    file_id = complaints.open_file(
        case_id=case_id,
        said=complaints.Said(reason=f"{words.CANARY} in vertrouwen"),
        direct=complaints.Direct(
            Takeover.CUSTOMER_ASKS,
            f"{words.CANARY} in vertrouwen",
            about and made.number(about),
            is_confidential=True,
        ),
        **by,
    )
    complaints.state_ties(file_id=file_id, has_conflict=False, **by)
    file = OmbudsFile.objects.get(pk=file_id)
    complaints.take_file(file_id=file_id, seen_version=file.version, **by)
    complaints.add_finding(file_id=file_id, text=f"{words.CANARY} als bevinding", **by)
    return {"ombuds_id": file_id, "complaint_id": Complaint.objects.latest("id").pk}


def _closed(number: str) -> dict[str, Any]:
    """Return what hangs on the office's own case; of each kind of record the latest."""
    models: dict[str, Any] = {
        "file_id": StoredFile,
        "task_id": InternalTask,
        "follow_up_id": FollowUp,
        "callback_id": Callback,
        "call_id": Call,
        "raw_message_id": RawMessage,
        "incident_id": Incident,
        "message_id": IncidentMessage,
        "rating_id": Rating,
        "batch_id": PrintBatch,
    }
    latest = {key: model.objects.order_by("id").last() for key, model in models.items()}
    return _ids(number) | {key: row.pk for key, row in latest.items() if row is not None}


@dataclass(frozen=True)
class Address:
    """An address with the names of the arguments that say which file it is about."""

    site: str
    name: str
    wanted: tuple[str, ...]
    of_file: tuple[str, ...]

    def kinds(self, made: House) -> list[str]:
        """Return of which files there is such an address: "" where it is about none."""
        if not self.of_file:
            return [""]
        return [kind for kind, known in made.ids.items() if set(self.of_file) <= set(known)]

    def path(self, made: House, kind: str, *, is_there: bool = True) -> str:
        """Return the address, of a file or of one that does not exist."""
        known = dict(made.elsewhere)
        if kind and is_there:
            known |= {key: made.ids[kind][key] for key in self.of_file}
        return reverse(self.name, kwargs={key: known[key] for key in self.wanted})


def all_addresses(site: str) -> list[Address]:
    """Return every address of a site."""
    return [
        Address(site, name, wanted, tuple(key for key in wanted if key in OF_FILES))
        for name, wanted in addresses(site)
    ]


@dataclass(frozen=True)
class Answer:
    """What somebody got: the page without what differs each time, and the shapes of statements."""

    status: int
    body: str
    statements: tuple[str, ...]


def ask(client: Client, path: str, words: dict[str, str], *, method: str = "get") -> Answer:
    """Ask an address, and undo what that did."""
    connection.queries_log.clear()  # it holds no more than some thousands
    with undone(client), CaptureQueriesContext(connection) as captured:
        response = getattr(client, method)(path, words)
        body = read(response)
    shapes = (shape(one["sql"]) for one in captured.captured_queries)
    kept = tuple(one for one in shapes if "SAVEPOINT" not in one)
    return Answer(response.status_code, plain(body.replace(path, "")), kept)


def sites_of(column: str) -> tuple[str, ...]:
    """Return the sites that somebody looks at."""
    return {VISITOR: ("portal", "desk", "api"), CUSTOMER: ("portal",)}.get(column, ("desk",))


def browser(made: House, column: str) -> Client:
    """Return the browser of one of those who look."""
    client = Client()
    if column == CUSTOMER:
        client.get(f"/status/{made.number('z')}/{made.code}/")
    elif column != VISITOR:
        client.force_login(User.objects.get(pk=made.readers[column].user_id))
    return client


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Undo what is done inside, in the database and in the browser."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def read(response: HttpResponse) -> str:
    """Return all of a response: its bytes as text, and where it leads."""
    content = (
        b"".join(response.streaming_content)  # type: ignore[attr-defined]
        if response.streaming
        else response.content
    )
    return content.decode(errors="replace") + response.headers.get("Location", "")


CHANGES = [
    (re.compile(r'(name="key" value="|\?key=|\?from=)[^"&]*'), r"\1"),  # signed with the time
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1"),
    (re.compile(r'("?X-CSRFToken"?: ?"|csrf-token" content=")[^"]*', re.IGNORECASE), r"\1"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "request-id"),
]
LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
SEVERAL = re.compile(r"\?(?:, \?)+")


def plain(body: str) -> str:
    """Return a page without what differs each time that it is asked for; of a PDF its length."""
    if body.startswith("%PDF"):
        return f"PDF of {len(body)}"
    for pattern, instead in CHANGES:
        body = pattern.sub(instead, body)
    return body


def shape(statement: str) -> str:
    """Return a statement without its values."""
    return SEVERAL.sub("?", LITERAL.sub("?", statement))
