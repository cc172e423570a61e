"""The files of a mail as files of a contact, and words for those that were not kept."""

from base64 import encodebytes

import pytest

from debiet.cases.actions.mail_files import keep_mail_files
from debiet.files import queries as files
from debiet.rules.access import Compartment
from tests import make

pytestmark = pytest.mark.django_db


def part(content, *, name, kind):
    head = f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n\n'
    return b"--x\n" + head.encode() + encodebytes(content)


def kept(*parts):
    raw = b"From: an@example.be\nContent-Type: multipart/mixed; boundary=x\n\n" + b"\n".join(parts)
    return keep_mail_files(
        raw + b"--x--\n", compartment=Compartment.OMBUDS, by=make.SYSTEM, at=make.MONDAY
    )


def test_files_are_kept_byte_for_byte_and_judged_by_their_content():
    photo = b"\xff\xd8\xff\xe1 with a place in it"
    file_ids, not_kept = kept(
        part(photo, name="foto.pdf", kind="application/pdf"),
        part(b"MZ\x90 runs", name="foto.jpg", kind="image/jpeg"),
        part(b"<svg onload=x>", name="logo.svg", kind="image/svg+xml"),
    )
    found = files.infos(file_ids, viewer=make.SYSTEM)
    assert [(found[one].media_type, found[one].kind) for one in file_ids] == [
        ("image/jpeg", "picture"),
        ("application/x-executable", "dangerous"),
        ("application/octet-stream", "dangerous"),
    ]
    assert files.opened(file_ids[0], viewer=make.SYSTEM).content == photo
    assert not_kept == []


def test_they_stand_in_the_compartment_of_the_mail():
    file_ids, _words = kept(part(b"%PDF-", name="a.pdf", kind="application/pdf"))
    agent = make.employee(make.utility()).actor
    assert files.infos(file_ids, viewer=agent) == {}


def test_what_is_not_kept_is_named_with_the_reason():
    file_ids, not_kept = kept(part(b"", name="leeg.pdf", kind="application/pdf"))
    assert file_ids == []
    assert not_kept == ["leeg.pdf (application/pdf, 0 B): empty"]


def test_a_message_that_was_sent_on_has_a_name():
    raw = b"--x\nContent-Type: message/rfc822\n\nSubject: in\n\nbinnenin\n"
    file_ids, _words = kept(raw)
    (info,) = files.infos(file_ids, viewer=make.SYSTEM).values()
    assert (info.name, info.kind) == ("message.eml", "mail")
