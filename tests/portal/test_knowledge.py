"""Articles on the website: read, judged with one click, found while somebody types."""

import pytest
from django.utils import timezone

from debiet.knowledge.models import ArticleVersion
from debiet.portal import limits
from tests.knowledge.test_knowledge import METER, people, published

__all__ = ["people"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def article_id(people, on_site):
    on_site("portal")
    return published(people, *METER)


def test_they_stand_under_their_topics_without_a_script(client, article_id):
    listed = client.get("/help/").content.decode()
    assert METER[0] in listed
    assert f'href="/help/{article_id}/"' in listed
    assert METER[1] in client.get(f"/help/{article_id}/").content.decode()
    assert 'href="/help/"' in client.get("/question/").content.decode()
    assert client.get("/help/99999/").status_code == 404


def test_one_click_says_whether_it_helped_and_no_more_than_some_an_hour(client, article_id):
    for _click in range(limits.ARTICLE_VERDICTS + 3):
        answered = client.post(f"/help/{article_id}/", {"helped": "yes"}, follow=True)
    assert answered.status_code == 200
    client.get(f"/help/{article_id}/", {"helped": "no"})  # opening a link is no click
    version = ArticleVersion.objects.get()
    assert (version.helped, version.did_not_help) == (limits.ARTICLE_VERDICTS, 0)
    assert version.written_at <= timezone.now()


def test_what_fits_comes_while_somebody_types(client, article_id):
    typed = {"text": "Ik vind mijn meters niet"}
    assert METER[0] in client.post("/help/fitting/", typed).content.decode()
    assert METER[0] in client.post("/help/fitting/", {"topic": "invoice"}).content.decode()
    assert client.post("/help/fitting/", {"text": "iets"}).content.decode().strip() == ""
    form = client.get("/question/").content.decode()
    assert 'hx-post="/help/fitting/"' in form
    assert "delay:600ms" in form
