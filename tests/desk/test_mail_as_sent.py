"""A mail as its sender made it, on a page where nothing loads, runs or is sent; and as it came."""

import base64
import re
import time
from io import BytesIO

import pytest
from PIL import Image

from debiet.cases.models import Interaction
from debiet.core.models import AccessEntry
from debiet.desk import originals
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
    for word in ("unsafe", "script-src", "'self'", "nonce", "http", "*"):
        assert word not in policy
    assert "; img-src data:; " in policy
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
def drawing(color, kind="PNG", size=(60, 40)):
    made = BytesIO()
    Image.new("RGB", size, color).save(made, kind)
    return made.getvalue()


def mail_with(page, *pictures):
    """Return a mail with a page and what stands inside it, each by its name and type."""
    parts = [f"Content-Type: text/html\n\n{page}"]
    for name, media_type, content in pictures:
        coded = base64.encodebytes(content).decode()
        parts.append(
            f"Content-Type: {media_type}\nContent-ID: <{name}>\nContent-Disposition: inline\n"
            f"Content-Transfer-Encoding: base64\n\n{coded}"
        )
    body = "".join(f"--b\n{part}\n" for part in parts)
    return mails.written(
        f"{body}--b--", mime_version="1.0", content_type="multipart/related; boundary=b"
    )


def shown(browser, content, **changes):
    """Take a mail up and return its page as sent, and the pictures in it."""
    outcome = mails.take(content, **changes)
    contact = Interaction.objects.filter(raw_message__isnull=False).latest("id")
    address = f"/cases/{outcome.number}/contacts/{contact.pk}/as-sent/"
    body = browser.get(address).content.decode()
    found = re.findall(r'<img src="data:(image/[a-z]+);base64,([^"]+)" alt="([^"]*)">', body)
    assert len(found) == body.count("<img")
    return body, [(kind, base64.b64decode(data), alt) for kind, data, alt in found]


def test_a_picture_of_the_mail_itself_is_shown_drawn_anew(utility, browser_of_agent):
    sent = drawing("navy") + b"<script>hidden</script>"
    page = (
        """<p>Zie</p><img src="cid:meter%40example.be" alt='De "meter"'>"""
        '<img src="CID:meter@example.be">'
    )

    body, pictures = shown(
        browser_of_agent, mail_with(page, ("meter@example.be", "image/png", sent))
    )

    assert "image not loaded" not in body
    assert [alt for _kind, _data, alt in pictures] == ["De &quot;meter&quot;", ""]
    kind, data, _alt = pictures[0]
    assert kind == "image/jpeg"
    assert b"hidden" not in data
    assert Image.open(BytesIO(data)).size == (60, 40)


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (
            "image/svg+xml",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        ),
        ("image/png", b"<html><script>alert(1)</script>"),
        ("image/png", b"\x89PNG\r\n\x1a\n damaged"),
        ("image/png", b"MZ" + drawing("navy")),
        ("text/html", b"<p>page</p>"),
    ],
)
def test_what_is_no_picture_that_can_be_drawn_is_not_shown(
    utility, browser_of_agent, media_type, content
):
    sent = mail_with('<p>Zie</p><img src="cid:a" alt="x">', ("a", media_type, content))
    body, pictures = shown(browser_of_agent, sent)
    assert pictures == []
    assert "[image not loaded: in the mail itself “x”]" in body


def test_pictures_of_elsewhere_of_other_mails_and_of_the_sender_are_not_shown(
    utility, browser_of_agent
):
    shown(browser_of_agent, mail_with('<img src="cid:own">', ("own", "image/png", drawing("red"))))
    data = base64.b64encode(drawing("blue")).decode()
    page = (
        '<img src="cid:own"><img src="https://pixel.example/a.png">'
        f'<img src="data:image/png;base64,{data}"><img src="cid:">'
    )
    body, pictures = shown(browser_of_agent, mail_with(page), source="mailbox:two")
    assert pictures == []
    assert body.count("[image not loaded") == 4


def test_a_picture_waits_for_the_scanner(utility, browser_of_agent, settings):
    settings.CLAMD = "/nowhere/clamd.ctl"
    sent = mail_with('<img src="cid:a">', ("a", "image/png", drawing("navy")))
    _body, pictures = shown(browser_of_agent, sent)
    assert pictures == []


def test_pictures_never_make_a_page_without_end(utility, browser_of_agent, monkeypatch):
    monkeypatch.setattr(originals, "MAX_PICTURE_BYTES", 9000)
    page = '<img src="cid:a">' * 50
    body, pictures = shown(
        browser_of_agent, mail_with(page, ("a", "image/png", drawing("navy", size=(300, 300))))
    )
    assert 0 < len(pictures) < 10
    assert body.count("[image not loaded") == 50 - len(pictures)


def test_a_page_of_tags_inside_each_other_costs_little_and_says_that_it_goes_on():
    begun = time.process_time()
    page = cleaned("<div>" * 300_000 + "einde")
    assert time.process_time() - begun < 20  # whole it takes many minutes
    assert "The page goes on here" in page
    assert "einde" not in page
    assert "The page goes on here" not in cleaned("<div>" * 1000 + "einde")


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
