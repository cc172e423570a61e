"""Knowledge at the desk: written, compared, approved, found beside the case and noted on it."""

import pytest

from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of

pytestmark = pytest.mark.django_db
FORM = {
    "topics": ["invoice"],
    "is_public": "on",
    "review_on": "2027-03-02",
    **{f"title_{code}": "Uw factuur uitgelegd" for code in ("nl", "fr", "en")},
    **{f"body_{code}": "Wat op de factuur staat." for code in ("nl", "fr", "en")},
}


def test_an_article_from_writing_to_answering_a_case_with_it(
    utility, sign_in, browser_of_agent, clock
):
    writer, approver = (sign_in(make.employee(utility, role=Role.TEAM_LEAD)) for _n in range(2))
    at = writer.post("/knowledge/new/", FORM).headers["Location"]
    assert "Approve it" not in text_of(writer.get(at))
    assert "Approve it" in text_of(approver.get(at))
    assert browser_of_agent.post(f"{at}approve/", {"number": "1"}).status_code == 403
    approver.post(f"{at}approve/", {"number": "1"})
    writer.post(f"{at}edit/", FORM | {"body_nl": "Wat op de rekening staat."})
    changed = approver.get(at).content.decode()
    assert "<del>factuur</del>" in changed
    assert "<ins>rekening</ins>" in changed

    opened = make.case(subject="Factuur te hoog")
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    assert "Uw factuur uitgelegd" in text_of(page)
    article_id = at.strip("/").split("/")[-1]
    browser_of_agent.post(f"/cases/{opened.number}/article/", {"article_id": article_id})
    assert "answered with Uw factuur uitgelegd" in text_of(
        browser_of_agent.get(f"/cases/{opened.number}/")
    )
    for wrong in ("", "x", "99999"):
        sent = browser_of_agent.post(f"/cases/{opened.number}/article/", {"article_id": wrong})
        assert sent.status_code == 404

    listed = text_of(browser_of_agent.get("/knowledge/?q=facturen"))
    assert "waits for a second person" in listed
    approver.post(f"{at}retire/")
    assert "retired" in text_of(browser_of_agent.get(at))


def test_an_article_whose_day_has_passed_is_shown_as_overdue(utility, sign_in, clock):
    lead = sign_in(make.employee(utility, role=Role.TEAM_LEAD))
    at = lead.post("/knowledge/new/", FORM | {"review_on": "2026-03-01"}).headers["Location"]
    assert 'class="state late"' in lead.get(at).content.decode()
    assert 'class="state late"' in lead.get("/knowledge/").content.decode()


def test_what_is_missing_is_said(utility, sign_in):
    lead = sign_in(make.employee(utility, role=Role.TEAM_LEAD))
    assert "Mistake:" in text_of(lead.post("/knowledge/new/", FORM | {"body_fr": ""}))
