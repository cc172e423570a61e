"""A real e-mail file opens a case, and its answer leaves through a real mail server."""

import json

import pytest
from typer.testing import CliRunner

from debiet.cases.models import Case
from debiet.cli import make_app
from tests import checker, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MAIL = """\
From: Nadia El Amrani <nadia@example.be>
To: klantendienst@example.be
Subject: =?utf-8?q?Factuur_op_naam_van_vorige_bewoner_=E2=82=AC?=
Date: Mon, 23 Nov 2026 08:00:00 +0100
Message-ID: <abc@example.be>
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: 8bit

Ik woon hier sinds 1 september en krijg nog altijd de factuur van mijn voorganger, Rene\xe9.

Op 20 nov. 2026 schreef klantendienst@example.be:
> Uw factuur vindt u in bijlage.
"""


def test_a_mail_file_becomes_a_case_is_answered_and_its_reply_goes_on_with_it(
    tmp_path, utility, post, jobs, at_desk
):
    agent = make.employee(utility)
    (tmp_path / "one.eml").write_bytes(MAIL.encode("latin-1", "xmlcharrefreplace"))
    (tmp_path / "broken.eml").write_bytes(b"\xff\xfe no headers at all")

    lines = import_mail(tmp_path)

    outcomes = {line["source"].rpartition("/")[2]: line for line in lines}
    assert outcomes["one.eml"]["outcome"] == "opened"
    assert outcomes["broken.eml"]["outcome"] == "quarantined"
    number = outcomes["one.eml"]["case"]
    desk = at_desk(agent)
    desk.open_case(number)
    shown = desk.page.inner_text(".timeline")
    assert "Ik woon hier sinds 1 september" in shown
    desk.page.fill("#answer-text", "We zetten de factuur op uw naam.")
    desk.page.click("#send")
    desk.page.wait_for_load_state()
    jobs.run()

    acknowledgement, answer = post.messages
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    assert answer["To"] == "Nadia El Amrani <nadia@example.be>"
    assert "We zetten de factuur op uw naam." in answer.get_content()

    reply = (
        f"From: nadia@example.be\nIn-Reply-To: {answer['Message-ID']}\nSubject: Re\n\nDank u!\n"
        "Nog een vraag: vanaf wanneer?\n"
    )
    (tmp_path / "reply.eml").write_text(reply)
    outcomes = {line["source"].rpartition("/")[2]: line for line in import_mail(tmp_path)}
    assert outcomes["reply.eml"] | {"source": ""} == {
        "source": "",
        "outcome": "continued",
        "case": number,
        "reason": outcomes["reply.eml"]["reason"],
    }
    assert outcomes["one.eml"]["outcome"] == "duplicate"
    assert Case.objects.get().state == "open"

    desk.open_case(number)
    desk.page.fill("#answer-text", "Vanaf 1 september.")
    desk.page.click("#send")
    desk.page.wait_for_load_state()
    jobs.run()
    second = post.messages[-1]
    assert second["Reply-To"].startswith(f"klantendienst+{number}.")
    assert thank(tmp_path, to=second["Reply-To"])["outcome"] == "continued"
    assert Case.objects.get().state == "resolved"
    desk.open_case(number)
    assert "Heel hartelijk dank!" in desk.page.inner_text(".timeline")

    more = f"From: nadia@example.be\nTo: {second['Reply-To']}\nSubject: Re\n\nHet klopt niet.\n"
    (tmp_path / "more.eml").write_text(more)
    assert {line["case"] for line in import_mail(tmp_path) if line["outcome"] == "continued"} == {
        number
    }
    assert Case.objects.get().state == "open"
    assert len(post.messages) == 3  # one acknowledgement, two answers
    assert checker.findings() == {}


def thank(folder, *, to):
    """Send nothing but thanks to an address; return what became of it."""
    (folder / "thanks.eml").write_text(
        f"From: Nadia El Amrani <nadia@example.be>\nTo: {to}\nSubject: Re\n\n"
        "Beste,\nHeel hartelijk dank!\n\nMet vriendelijke groeten\nNadia\n"
    )
    lines = {line["source"].rpartition("/")[2]: line for line in import_mail(folder)}
    return lines["thanks.eml"]


def import_mail(folder):
    result = CliRunner().invoke(make_app(), ["import-mail", str(folder)])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]
