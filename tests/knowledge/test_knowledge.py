"""Articles: written by one, approved by another, found by words and topic, used and judged."""

from datetime import timedelta

import pytest

from debiet.core.errors import NotFound
from debiet.knowledge import actions, queries
from debiet.knowledge.actions import ArticleDraft, ArticleText
from debiet.rules.access import Role
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.MONDAY.date()
METER = ("De watermeter aflezen", "Zo leest u de meter in de put af.")
BILL = ("Uw factuur uitgelegd", "Wat op de factuur staat. Betalen kan met domiciliëring.")


def draft(title, body, **changes):
    texts = {code: ArticleText(f"{title}", f"{body}") for code in ("nl", "fr", "en")}
    facts = {
        "texts": texts,
        "topic_codes": ("invoice",),
        "is_public": True,
        "review_on": TODAY + timedelta(days=365),
    }
    return ArticleDraft(**(facts | changes))


@pytest.fixture
def people(db):
    utility = make.utility()
    return make.employee(utility, role=Role.TEAM_LEAD), make.employee(utility, role=Role.TEAM_LEAD)


def published(people, title, body, **changes):
    writer, approver = people
    article_id = actions.write_article(
        draft=draft(title, body, **changes), by=writer.actor, at=make.MONDAY
    )
    number = queries.article(article_id, viewer=writer.actor).versions[0].number
    actions.approve_article(article_id=article_id, number=number, by=approver.actor, at=make.MONDAY)
    return article_id


def titles(text, **options):
    found = queries.find(text, language="nl", **({"public": True} | options))
    return [one.title for one in found]


def test_articles_are_found_by_parts_of_words_plurals_and_with_a_typing_error(
    people, django_assert_num_queries
):
    published(people, *METER)
    published(people, *BILL)
    assert titles("Waar is mijn meter?") == [METER[0]]
    assert titles("facturen") == [BILL[0]]
    assert titles("domicliering") == [BILL[0]]
    assert titles("iets heel anders") == []
    assert titles("meter", topic_codes=["invoice"]) == [METER[0], BILL[0]]
    assert titles("", topic_codes=["mail"]) == []
    with django_assert_num_queries(1):
        titles("Waarom is de factuur van mijn watermeter zo hoog?")


def test_in_a_long_question_words_are_found_as_they_are_spelled(people):
    published(people, *METER)
    published(people, *BILL)
    around = "Goedemorgen, gisteren probeerde iemand telefonisch iets bespreken omtrent"
    assert titles(f"{around} domicliering") == []
    assert titles(f"{around} domiciliëring") == [BILL[0]]


def test_customers_find_public_articles_only(people):
    inside = published(people, *METER, is_public=False)
    assert titles("meter") == []
    assert titles("meter", public=False) == [METER[0]]
    assert queries.public_article(inside) is None
    with pytest.raises(NotFound):
        actions.rate_article(article_id=inside, has_helped=True, by=make.SYSTEM, at=make.MONDAY)


def test_nobody_reads_what_no_second_person_approved(people):
    writer, approver = people
    article_id = actions.write_article(draft=draft(*METER), by=writer.actor, at=make.MONDAY)
    approve = {"article_id": article_id, "number": 1, "at": make.MONDAY}
    assert titles("meter") == []
    with pytest.raises(actions.ApprovedByItsAuthor):
        actions.approve_article(by=writer.actor, **approve)
    for _twice in range(2):
        actions.approve_article(by=approver.actor, **approve)
    assert titles("meter") == [METER[0]]


def test_a_new_version_takes_over_once_it_is_approved_and_the_same_is_none(people):
    writer, approver = people
    article_id = published(people, *METER)
    for title in (METER[0], "Een andere titel", "Een derde titel"):
        actions.write_article(
            article_id=article_id, draft=draft(title, METER[1]), by=writer.actor, at=make.MONDAY
        )
    assert len(queries.article(article_id, viewer=writer.actor).versions) == 3
    assert titles("meter") == [METER[0]]
    with pytest.raises(actions.NewerVersion):
        actions.approve_article(article_id=article_id, number=2, by=approver.actor, at=make.MONDAY)
    actions.approve_article(article_id=article_id, number=3, by=approver.actor, at=make.MONDAY)
    assert titles("meter") == ["Een derde titel"]


def test_a_text_is_there_in_every_language(people):
    for texts in (
        {"nl": ArticleText("A", "B")},
        dict.fromkeys(("nl", "fr", "en"), ArticleText("A", " ")),
    ):
        with pytest.raises(actions.TextMissing):
            actions.write_article(
                draft=draft(*METER, texts=texts), by=people[0].actor, at=make.MONDAY
            )


def test_a_retired_article_is_found_no_more_and_stands_last(people):
    article_id = published(people, *METER)
    published(people, *BILL)
    for _twice in range(2):
        actions.retire_article(article_id=article_id, by=people[1].actor, at=make.MONDAY)
    assert titles("meter") == []
    assert [one.is_retired for one in queries.shelf()] == [False, True]


def test_what_helped_is_counted_on_the_version_that_was_read(people):
    article_id = published(people, *METER)
    for has_helped in (True, True, False):
        actions.rate_article(
            article_id=article_id, has_helped=has_helped, by=make.Actor.visitor(), at=make.MONDAY
        )
    (version,) = queries.article(article_id, viewer=people[0].actor).versions
    assert (version.helped, version.did_not_help) == (2, 1)


def test_a_case_remembers_what_it_was_answered_with_behind_its_own_wall(people):
    article_id = published(people, *METER)
    lead = people[0].actor
    used = {"article_id": article_id, "about": "case:2026-000001", "at": make.MONDAY}
    for _twice in range(2):
        actions.note_use(compartment="ordinary", by=lead, **used)
    assert [found for found, _title in queries.uses(used["about"], viewer=lead)] == [article_id]
    with pytest.raises(NotFound):
        actions.note_use(compartment="ombuds", by=lead, **used)
