"""A mail as its sender made it, on a page where nothing loads, runs or is sent; and as it came."""

import re

import pytest

from debiet.cases.models import Interaction
from debiet.core.models import AccessEntry
from debiet.desk.mail_page import cleaned
from debiet.rules.access import Compartment, Role
from tests import mails, make

pytestmark = pytest.mark.django_db

HARMFUL = """\
<html><head><title>T</title><style>body{background:url(https://evil.example/a.png)}</style>
<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/">
<link rel="stylesheet" href="https://evil.example/a.css"></head>
<body onload="alert(1)" style="background:red"><p class="x" id="y">Dag <b>Ann</b></p>
<script>alert(2)</script><div hx-get="/steal" data-hx-post="/steal" data-x="1">tekst</div>
<form action="https://evil.example"><input name="password"><button>Geef</button></form>
<img src="https://pixel.example/t.gif?who=ann" alt='Logo "groot"'><img src="cid:foto@example.be">
<img src="data:image/png;base64,AAAA"><img src=x onerror=alert(3)><img>
<a href="https://klant.bank.example@evil.example/inloggen?x=1">Mijn bank</a>
<a href="javascript:alert(4)">Klik</a> <a href="mailto:ann@example.be">Schrijf</a>
<a href="//evil.example">Zonder</a> <a>Niets</a>
<iframe src="https://evil.example"></iframe><svg><script>alert(5)</script></svg>
<object data="https://evil.example"></object><video src="https://evil.example/a.mp4"></video>
<table background="https://evil.example/b.png"><tr><td colspan="2" style="x">Cel</td></tr></table>
<p title='a>b'>&lt;img src="https://geen.example/beeld"&gt;</p></body></html>
"""


@pytest.fixture
def page():
    return cleaned(HARMFUL)


def test_nothing_that_runs_loads_sends_or_styles_is_left(page):
    found = set(re.findall(r"<([a-z0-9]+)", page))
    assert found <= {"p", "b", "div", "a", "span", "table", "tbody", "tr", "td"}
    attributes = set(re.findall(r' ([a-z-]+)="', re.sub(r">[^<]*<", "><", page)))
    assert attributes <= {"href", "rel", "target", "class", "colspan"}
    for word in ("alert", "hx-", "data-", "style", "onload", "javascript", "evil.example/a.css"):
        assert word not in page
    assert set(re.findall(r'class="([^"]*)"', page)) <= {"away", "where"}


def test_an_image_is_told_by_its_host_and_not_loaded(page):
    assert "[image not loaded: pixel.example “Logo &quot;groot&quot;”]" in page
    assert page.count("[image not loaded: in the mail itself]") == 4
    assert "who=ann" not in page


def test_a_link_says_where_it_leads_and_opens_elsewhere(page):
    link = re.search(r"<a [^>]*>Mijn bank</a> (<span.*?</span>)", page)
    assert link[1] == '<span class="where">[evil.example]</span>'
    assert 'rel="noopener noreferrer nofollow"' in link[0]
    assert 'target="_blank"' in link[0]
    assert '>Schrijf</a> <span class="where">[mailto:ann@example.be]</span>' in page
    assert "<a>Klik</a>" in page
    assert "<a>Zonder</a>" in page


def test_what_is_written_to_look_like_a_tag_stays_words(page):
    assert '&lt;img src="https://geen.example/beeld"&gt;' in page


def mail_case(**changes):
    outcome = mails.take(
        mails.written(HARMFUL, content_type="text/html", subject="<b>Lek</b>"), **changes
    )
    contact = Interaction.objects.get(case_id=outcome.case_id, raw_message__isnull=False)
    return outcome.number, contact.pk


def test_the_page_has_a_policy_of_its_own_and_the_look_is_written_down(utility, browser_of_agent):
    number, contact_id = mail_case()

    response = browser_of_agent.get(f"/cases/{number}/contacts/{contact_id}/as-sent/")

    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "sandbox allow-popups" in policy
    for word in ("unsafe", "img-src", "script-src", "'self'", "nonce"):
        assert word not in policy
    body = response.content.decode()
    assert "&lt;b&gt;Lek&lt;/b&gt;" in body
    assert "Dag <b>Ann</b>" in body
    look = AccessEntry.objects.filter(surface="desk:as-sent").get()
    assert look.subject == f"case:{number}"


def test_a_mail_without_a_page_shows_its_words(utility, browser_of_agent):
    outcome = mails.take(mails.written("Er is een <script>lek</script>."))
    contact = Interaction.objects.get(raw_message__isnull=False)

    response = browser_of_agent.get(f"/cases/{outcome.number}/contacts/{contact.pk}/as-sent/")

    assert "Er is een &lt;script&gt;lek&lt;/script&gt;." in response.content.decode()


def test_the_original_is_handed_out_byte_for_byte_as_a_file(utility, browser_of_agent):
    content = mails.written("Dag\r\n\x00 \xff".encode("latin-1").decode("latin-1"))
    outcome = mails.take(content)
    contact = Interaction.objects.get(raw_message__isnull=False)

    response = browser_of_agent.get(f"/cases/{outcome.number}/contacts/{contact.pk}/original/")

    assert response.content == content
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{outcome.number}-{contact.pk}.eml"'
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("page", ["as-sent", "original"])
def test_another_cases_mail_and_what_is_no_mail_are_not_found(utility, browser_of_agent, page):
    number, contact_id = mail_case()
    other = make.case()
    form = Interaction.objects.filter(case_id=other.case_id).first()
    closed, closed_contact = mail_case(compartment=Compartment.OMBUDS, source="mailbox:ombuds")

    for wrong in (
        f"/cases/{other.number}/contacts/{contact_id}/{page}/",
        f"/cases/{other.number}/contacts/{form.pk}/{page}/",
        f"/cases/{number}/contacts/999999/{page}/",
        f"/cases/{number}/contacts/{closed_contact}/{page}/",
        f"/cases/{closed}/contacts/{closed_contact}/{page}/",
    ):
        assert browser_of_agent.get(wrong).status_code == 404


def test_the_ombuds_office_sees_its_own(utility, sign_in):
    number, contact_id = mail_case(compartment=Compartment.OMBUDS, source="mailbox:ombuds")
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)

    page = sign_in(ombuds).get(f"/cases/{number}/contacts/{contact_id}/as-sent/")

    assert page.status_code == 200


def test_the_timeline_leads_to_both_from_each_mail_and_from_nothing_else(utility, browser_of_agent):
    number, contact_id = mail_case()

    page = browser_of_agent.get(f"/cases/{number}/").content.decode()

    assert page.count("/as-sent/") == page.count("/original/") == 1
    assert f"/cases/{number}/contacts/{contact_id}/as-sent/" in page
