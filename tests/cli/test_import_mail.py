"""Importing e-mail files: one line a message, and no message stops another."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from debiet.cases.models import Case
from debiet.cli import import_mail, make_app
from debiet.cli.import_mail import DUPLICATE, Found, messages
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Message, RawMessage
from debiet.rules.cases import Carrier
from tests import make

QUESTION = b"""\
From: Ann Peeters <ann@post.example>
To: klantendienst@debiet.example
Subject: Mijn factuur
Date: Mon, 2 Mar 2026 09:30:00 +0100

Klopt het bedrag wel?
"""
SECOND = QUESTION.replace(b"factuur", b"meter")
NO_SENDER = b"Subject: Van niemand\n\nHallo?\n"
BOUNCE = b"""\
From: Mail Delivery System <MAILER-DAEMON@post.example>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied

It did not arrive.
"""
MBOX = (
    b"From ann@post.example Mon Mar  2 09:30:00 2026\n"
    + QUESTION
    + b"\nFrom - Mon Mar  2 09:31:00 2026\n"
    + NO_SENDER
    + b"\nFrom ann@post.example Mon Mar  2 09:32:00 2026\n"
    + SECOND
)


@pytest.fixture
def house(transactional_db, monkeypatch):
    monkeypatch.setenv("DEBIET_SECRET_KEY", "for tests")
    return make.utility()


def run(*paths: Path) -> Result:
    return CliRunner().invoke(make_app(), ["import-mail", *map(str, paths)])


def lines(result: Result) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def outcomes(result: Result) -> list[str | None]:
    return [line["outcome"] for line in lines(result)]


def test_a_question_opens_a_case_and_says_its_number(house, tmp_path):
    file = tmp_path / "one.eml"
    file.write_bytes(QUESTION)
    said = run(file)
    case = Case.objects.get()
    assert said.exit_code == 0, said.output
    assert lines(said) == [
        {"source": str(file), "outcome": "opened", "case": case.number, "reason": ""}
    ]
    assert (case.subject, case.contact_email) == ("Mijn factuur", "ann@post.example")


def test_a_second_import_of_the_same_message_names_the_case_it_became(house, tmp_path):
    file = tmp_path / "one.eml"
    file.write_bytes(QUESTION)
    run(file)
    again = run(file)
    assert lines(again) == [
        {
            "source": str(file),
            "outcome": DUPLICATE,
            "case": Case.objects.get().number,
            "reason": "opened",
        }
    ]


def test_a_message_whose_first_import_died_half_way_is_taken_up_now(house, tmp_path):
    correspondence.take_in(
        carrier=Carrier.EMAIL,
        source=import_mail.SOURCE,
        content=QUESTION,
        received_at=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    (tmp_path / "one.eml").write_bytes(QUESTION)
    assert outcomes(run(tmp_path)) == ["opened"]


def test_a_folder_is_taken_with_its_folders_by_name_and_nothing_stops_at_a_bad_message(
    house, tmp_path
):
    for name, content in {
        "a.eml": NO_SENDER,
        "b/1.eml": QUESTION,
        "b/2.eml": b"",
        "b/3.eml": b"\xff\xfe\x00\x80 nothing at all",
        "c.eml": BOUNCE,
        "d.eml": SECOND,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    said = run(tmp_path)
    assert said.exit_code == 0, said.output
    found = {Path(line["source"]).name: line["outcome"] for line in lines(said)}
    assert found == {
        "a.eml": "quarantined",
        "c.eml": "bounce",
        "d.eml": "opened",
        "1.eml": "opened",
        "2.eml": "quarantined",
        "3.eml": "quarantined",
    }
    assert Case.objects.count() == 2


def test_an_mbox_is_taken_message_by_message(house, tmp_path):
    file = tmp_path / "box"
    file.write_bytes(MBOX)
    said = run(file)
    assert [line["source"] for line in lines(said)] == [f"{file}#{n}" for n in (1, 2, 3)]
    assert outcomes(said) == ["opened", "quarantined", "opened"]


def test_an_answer_to_our_message_goes_on_with_its_case(house, tmp_path):
    (tmp_path / "1.eml").write_bytes(QUESTION)
    run(tmp_path)
    case = Case.objects.get()
    ours = Message.objects.get().message_id  # the acknowledgement of the first import
    reply = QUESTION.replace(b"Date:", f"In-Reply-To: {ours}\nDate:".encode())
    (tmp_path / "2.eml").write_bytes(reply)
    second = lines(run(tmp_path / "2.eml"))[0]
    assert (second["outcome"], second["case"]) == ("continued", case.number)


def test_a_path_that_is_not_there_is_said_and_the_others_are_taken(house, tmp_path):
    (tmp_path / "one.eml").write_bytes(QUESTION)
    said = run(tmp_path / "gone.eml", tmp_path / "one.eml")
    assert said.exit_code == 1
    assert outcomes(said) == ["opened"]
    assert "gone.eml: No such file" in said.stderr


def test_of_a_message_that_is_too_large_the_beginning_is_held_for_an_employee(
    house, tmp_path, monkeypatch
):
    monkeypatch.setattr(import_mail, "MAX_BYTES", 2000)
    monkeypatch.setattr(import_mail, "KEPT_OF_TOO_LARGE", 200)
    large = QUESTION + b"x" * 3000
    (tmp_path / "a.eml").write_bytes(large)
    (tmp_path / "b.eml").write_bytes(MBOX.replace(NO_SENDER, SECOND + b"y" * 3000 + b"\n"))
    (tmp_path / "c.eml").write_bytes(SECOND.replace(b"bedrag", b"getal"))
    said = run(tmp_path)
    assert outcomes(said) == ["quarantined", "opened", "quarantined", "opened", "opened"]
    assert lines(said)[0]["reason"] == "too-large"
    held = RawMessage.objects.filter(state="quarantined")
    assert {len(bytes(raw.content)) for raw in held} == {200}
    assert RawMessage.objects.order_by("id").first().size == len(large)  # as lists show it
    assert outcomes(run(tmp_path / "a.eml")) == [DUPLICATE]


def test_a_large_mbox_is_not_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(import_mail, "MAX_BYTES", len(QUESTION))
    (tmp_path / "box").write_bytes(MBOX)
    reading = messages(tmp_path / "box")
    first = next(reading)
    reading.close()  # and one that is left half way lets the file go
    assert isinstance(first, Found)
    assert first.content == QUESTION


def test_a_name_in_an_old_encoding_does_no_harm(house, tmp_path):
    name = os.fsdecode(b"caf\xe9.eml")
    (tmp_path / name).write_bytes(QUESTION)
    said = run(tmp_path)
    assert outcomes(said) == ["opened"]
    assert lines(said)[0]["source"].endswith("caf\\xe9.eml")
