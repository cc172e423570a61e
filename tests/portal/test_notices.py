"""What stands on the website while something is the matter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import NoticePlace
from debiet.rules.incidents import Area
from tests import make

pytestmark = pytest.mark.django_db
TEXTS = {"nl": "Breuk in de Kouterbaan.", "fr": "Conduite cassée.", "en": "A main burst."}


def shown(**changes):
    at = timezone.now()
    place = {
        "topic_codes": ("invoice",),
        "areas": (Area("9230", "Kouterbaan"),),
        "valid_from": at - timedelta(hours=1),
        "valid_until": None,
    }
    cases.show_notice(
        about="incident:1",
        texts=TEXTS,
        place=NoticePlace(**(place | changes)),
        by=make.SYSTEM,
        at=at,
    )


def test_it_stands_on_the_form_in_the_readers_language(client, on_site):
    make.utility()
    on_site("portal")
    shown()
    page = client.get("/question/", headers={"accept-language": "fr"}).content.decode()
    assert "Conduite cassée." in page
    assert "9230 Kouterbaan" in page

    shown(valid_until=timezone.now())
    assert "Conduite" not in client.get("/question/").content.decode()


def test_it_stands_on_the_page_of_a_question_that_it_concerns(client, on_site):
    make.utility()
    on_site("portal")
    shown()
    for topic, is_shown in (("invoice", True), ("mail", False)):
        opened = make.case(topic_code=topic, at=timezone.now())
        _number, code = queries.status_code_of(viewer=make.Actor.visitor(opened.case_id))
        page = client.get(f"/status/{opened.number}/{code}/", follow=True)
        assert page.status_code == 200
        assert (TEXTS["nl"] in page.content.decode()) is is_shown
