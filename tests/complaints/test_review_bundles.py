"""A complaint's file as one PDF for the second line, and what never gets into it by itself."""

import hashlib
import io
from datetime import timedelta

import pytest
from pypdf import PdfReader, PdfWriter

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.status_code import MASKED, status_code
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.models import OmbudsFile, ReviewBundle
from debiet.core.errors import NotFound
from debiet.core.models import AuditEntry
from debiet.files import actions as file_actions
from debiet.files import queries as files
from debiet.files.accepting import SentFile
from debiet.files.models import StoredFile
from debiet.rules.access import Compartment, Role
from debiet.rules.complaint_bundle import LeftOut
from debiet.rules.complaint_remedies import RemedyKind
from tests import make, scans
from tests.complaints.conftest import registered
from tests.complaints.test_ombuds_work import decided, gone_out, taken
from tests.complaints.test_reviews import LATER, raised

CANARY = "kanarievogel"
SOON = make.MONDAY + timedelta(days=3)

pytestmark = pytest.mark.django_db


def blank(pages=1):
    written, made = io.BytesIO(), PdfWriter()
    for _number in range(pages):
        made.add_blank_page(200, 200)
    made.write(written)
    return written.getvalue()


def locked():
    made, written = PdfWriter(clone_from=io.BytesIO(blank())), io.BytesIO()
    made.encrypt("geheim")
    made.write(written)
    return written.getvalue()


FILES = [
    SentFile("meter.pdf", scans.pdf(scans.page("de meter"), scans.page("en de stop"))),
    SentFile("foto.jpg", scans.picture("een foto")),
    SentFile("tabel.csv", b"dag;stand\n1;2\n"),
    SentFile("stuk.pdf", b"%PDF-1.7 en dan niets meer"),
    SentFile("slot.pdf", locked()),
    SentFile("lang.pdf", blank(301)),
]


def complained(people, *, files=(), text="Waarom is mijn factuur zo hoog?"):
    """Make a case with files, a note and a call, that is a complaint now."""
    stored = [
        file_actions.store_file(
            content=one.content,
            name=one.name,
            compartment=Compartment.ORDINARY,
            by=make.SYSTEM,
            at=make.MONDAY,
        )
        for one in files
    ]
    opened = make.case(text=text, file_ids=stored)
    by = {"by": people.agent.actor, "at": make.MONDAY}
    cases.write_note(case_id=opened.case_id, text="Lastige klant, onder ons gezegd.", **by)
    return registered(opened, by=people.agent.actor)


def bundled(review, by, *extra, without=()):
    """Put a bundle together of what goes along, with more or less of it."""
    pieces = complaints.bundle_pieces(review.pk, viewer=by).every
    chosen = {one.code for one in pieces if one.is_first} | set(extra)
    bundle_id = actions.make_bundle(
        review_id=review.pk, chosen=chosen - set(without), by=by, at=LATER
    )
    kept = ReviewBundle.objects.get(pk=bundle_id)
    return kept, files.opened(kept.file_id, viewer=by).content


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_same_pressed_again_while_it_is_made_is_one_bundle(people):
    by = people.agent.actor
    complaint = complained(people)
    review = raised(complaint.case_id, by=by)
    first, _content = bundled(review, by)
    again, _content = bundled(review, by)
    other, _content = bundled(review, by, without=("ledger",))
    assert again.pk == first.pk != other.pk
    assert StoredFile.objects.filter(pk__in=[first.file_id, other.file_id]).count() == 2


def test_a_bundle_has_a_cover_an_index_and_all_that_the_customer_was_told(people):
    by = people.agent.actor
    complaint = complained(people, files=FILES)
    review = raised(complaint.case_id, by=by)

    kept, content = bundled(review, by)

    read = PdfReader(io.BytesIO(content))
    told = text_of(content)
    for words in ("VMM/2026/17", complaint.case.number, "Waarom is mijn factuur", "meter.pdf"):
        assert words in told
    assert "onder ons" not in told
    assert status_code(complaint.case.number, 1) not in told  # it is the customer's own
    assert MASKED in told
    assert "ontevreden" not in told  # why it was called a complaint is for ourselves
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.page_count == len(read.pages)
    assert list(read.attachments) == ["2.3 tabel.csv"]
    assert read.attachments["2.3 tabel.csv"] == [b"dag;stand\n1;2\n"]
    assert [one["why"] for one in kept.pieces if not one["is_in"]] == [
        LeftOut.DAMAGED,
        LeftOut.LOCKED,
        LeftOut.TOO_LONG,
    ]
    index = read.pages[1].extract_text()
    own = len(read.pages) - 3  # behind them: two pages of the meter, one of the photo
    rows = [line.split() for line in index.splitlines()]
    assert str(own + 1) in [word for row in rows for word in row]
    assert str(own + 3) in [word for row in rows for word in row]
    facts = AuditEntry.objects.get(action="complaints.bundling.make_bundle").facts
    assert (facts["sha256"], facts["has_ombuds"]) == (kept.sha256, False)


def test_a_note_goes_along_where_somebody_says_so_and_a_piece_can_be_left_out(people):
    by = people.agent.actor
    complaint = complained(people)
    review = raised(complaint.case_id, by=by)
    every = complaints.bundle_pieces(review.pk, viewer=by).every
    note = next(one.code for one in every if one.code.startswith("note-"))

    _kept, content = bundled(review, by, note, without=["ledger"])

    assert "onder ons" in text_of(content)
    assert not any(one["piece"] == "ledger" for one in _kept.pieces)
    with pytest.raises(actions.NothingChosen):
        actions.make_bundle(review_id=review.pk, chosen=[], by=by, at=LATER)
    with pytest.raises(actions.PieceNotThere):
        actions.make_bundle(review_id=review.pk, chosen=["finding-1"], by=by, at=LATER)


def file_full_of_it(people):
    """Make a file of the office with the canary in all that it says, and decide it."""
    complaint = complained(people)
    review = raised(complaint.case_id, by=people.agent.actor)
    actions.say_cannot_solve(
        complaint_id=complaint.pk, reason=f"{CANARY} waarom", by=people.agent.actor, at=LATER
    )
    file = taken(people, OmbudsFile.objects.get())
    by = {"by": people.office.actor, "at": SOON}
    actions.add_finding(file_id=file.pk, text=f"{CANARY} bevonden", **by)
    actions.ask_explanation(
        file_id=file.pk,
        team_id=people.utility.team.pk,
        words=f"{CANARY} gevraagd",
        due_at=SOON + timedelta(days=1),
        **by,
    )
    cases.write_note(case_id=file.case_id, text=f"{CANARY} nota", **by)
    task = actions.Task(f"{CANARY} herstel", people.agent.employee_id, SOON.date())
    actions.propose_remedy(file_id=file.pk, kind=RemedyKind.APOLOGY, task=task, **by)
    gone_out(decided(people, file, at=SOON), at=SOON)
    return file, review


def test_nothing_of_the_ombuds_functions_file_is_in_unless_its_handler_puts_it_in(people):
    _file, review = file_full_of_it(people)
    office = people.office.actor

    kept, content = bundled(review, office)
    assert CANARY not in text_of(content)
    assert "Wij geven u gelijk" not in text_of(content)  # its decision
    assert "ombuds" not in text_of(content).lower()
    assert (kept.has_ombuds, kept.compartment) == (False, Compartment.OMBUDS)

    offered = complaints.bundle_pieces(review.pk, viewer=office).every
    of_office = [one for one in offered if one.is_ombuds]
    with_it = {one.code.partition("-")[0] for one in of_office if CANARY in one.text}
    assert with_it == {"note", "question", "finding", "remedy"}
    assert any("Wij geven u gelijk" in one.text for one in of_office)
    for one in of_office:
        assert not one.is_first
        kept, content = bundled(review, office, one.code)
        assert text_of(content).count(CANARY) == one.text.count(CANARY)
        assert kept.has_ombuds


def test_nobody_but_the_handler_is_offered_pieces_of_the_file(people):
    file, review = file_full_of_it(people)
    code = f"finding-{file.findings.get().pk}"
    colleague = make.employee(
        people.utility, role=Role.OMBUDS, team=people.utility.ombuds_team
    ).actor

    offered = complaints.bundle_pieces(review.pk, viewer=colleague)
    assert not offered.is_office
    assert not any(one.is_ombuds for one in offered.every)
    for somebody, refusal in ((colleague, actions.PieceNotThere), (people.agent.actor, NotFound)):
        with pytest.raises(refusal):
            actions.make_bundle(review_id=review.pk, chosen=[code], by=somebody, at=LATER)
    kept, _content = bundled(review, people.office.actor, code)
    assert StoredFile.objects.get(pk=kept.file_id).compartment == Compartment.OMBUDS
    assert files.opened(kept.file_id, viewer=people.agent.actor) is None


def test_what_was_sent_along_with_an_answer_is_named(people):
    by = people.agent.actor
    review = raised(complained(people).case_id, by=by)
    kept, _content = bundled(review, by)
    actions.answer_review(
        review_id=review.pk,
        words="Zie het dossier.",
        answered_at=LATER,
        bundle_id=kept.pk,
        by=by,
        at=LATER,
    )
    page = complaints.review_page(review.pk, viewer=by)
    assert (page.entries[-1].bundle_number, page.bundles[0].sha256) == (1, kept.sha256)
    assert case_queries.case_page(review.case_id, viewer=by)
