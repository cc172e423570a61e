"""The ombuds office writes under its own name, from an address of its own, and is reached there."""

import io
from datetime import timedelta
from email import policy
from email.parser import BytesParser

import pytest
from django.core import mail
from pypdf import PdfReader

from debiet.cases.actions import Contact
from debiet.correspondence.models import Message
from debiet.files import queries as files
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from debiet.staff import office_head
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_setup_calendars import apply

ADDRESS = "/setup/office/"
OWN = {
    "nl": "Ombudsdienst Testwater",
    "fr": "Service de médiation Testwater",
    "line1": "Postbus 7",
    "line2": "9000 Gent",
    "phone": "09 111 22 33",
    "email": "ombudsdienst@water.example",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(utility, sign_in, settings):
    settings.UTILITY_NAME, settings.POSTAL_ADDRESS = "Testwater", ["Kaaistraat 1", "9230 Wetteren"]
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


def printed(message):
    content = files.opened(message.letter_id, viewer=make.SYSTEM).content
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_letterhead_is_seen_saved_and_taken_back(admin, clock):
    needs = admin.post(ADDRESS, {"line1": "Postbus 7", "step": "look"})
    assert "Write the name in Dutch" in text_of(needs)
    shown, done = apply(admin, ADDRESS, OWN)
    assert "Its own phone: 09 111 22 33" in text_of(shown)
    assert done.status_code == 302
    clock.at(clock.moment + timedelta(hours=1))
    apply(admin, ADDRESS, OWN | {"phone": ""})
    page = text_of(admin.get(ADDRESS))
    assert "An Beheer" in page
    assert "Use version 1 again" in page
    assert 'value="09 111 22 33"' in admin.get(f"{ADDRESS}?version=1").text
    before = office_head.office_head(at=clock.moment - timedelta(minutes=1))
    assert before.phone == "09 111 22 33"  # a letter of then keeps it

    letter = admin.get(f"{ADDRESS}letter/")
    words = PdfReader(io.BytesIO(letter.content)).pages[0].extract_text()
    assert "Postbus 7" in words
    assert "Kaaistraat" not in words


def test_what_the_office_mails_comes_from_it_and_what_others_mail_does_not(admin, clock, jobs):
    make.ombuds_mailbox()
    apply(admin, ADDRESS, OWN)
    make.case(topic_code="ombuds")
    make.case(topic_code="ombuds", language="fr")
    make.case()
    jobs.run()
    senders = [one.from_email for one in mail.outbox]
    assert senders == [
        "Ombudsdienst Testwater <ombudsdienst@water.example>",
        "=?utf-8?q?Service_de_m=C3=A9diation_Testwater?= <ombudsdienst@water.example>",
        "klantendienst@debiet.example",
    ]
    parsed = BytesParser(policy=policy.default).parsebytes(mail.outbox[1].message().as_bytes())
    assert parsed["from"].addresses[0].display_name == "Service de médiation Testwater"
    assert "ombudsdienst+" in mail.outbox[0].reply_to[0]


def test_a_letter_of_the_office_on_paper_has_its_address_and_no_other(admin, jobs):
    apply(admin, ADDRESS, OWN)
    where = "Kouterbaan 18\n9230 Wetteren"
    by_post = {"carrier": Carrier.POST, "contact": Contact(name="Ann De Smet", address=where)}
    make.case(topic_code="ombuds", **by_post)
    jobs.run()
    message = Message.objects.get(carrier=Carrier.POST)
    assert message.letter_id is not None
    shown = printed(message)
    assert "Postbus 7" in shown
    assert "Kaaistraat" not in shown
