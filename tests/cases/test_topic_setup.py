"""Topics: versions, merging, retiring, and bringing back."""

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import CaseChanges, TopicDraft
from debiet.cases.actions import topic_writing as refusals
from debiet.cases.actions.opening import UnknownTopic
from debiet.cases.models import Case, CaseTopic, Topic
from debiet.cases.queries.topics import mail_topic
from debiet.core.errors import ChangedMeanwhile, NotFound
from debiet.correspondence.sources import mailbox_source
from debiet.rules.access import Role
from debiet.rules.cases import Priority
from tests import make

AT = make.MONDAY


@pytest.fixture
def utility(db):
    return make.utility()


@pytest.fixture
def admin(utility):
    return make.employee(utility, role=Role.ADMIN, name="Koen")


@pytest.fixture
def advance(utility, admin):
    cases.add_topic(code="advance", draft=draft(utility), by=admin.actor, at=AT)
    return "advance"


def draft(utility, label="Voorschot", **changes):
    values = {"labels": {"nl": label}, "team_id": utility.team.pk, "position": 9}
    return TopicDraft(**(values | changes))


def version(code):
    return Topic.objects.get(code=code).version


def merge(admin, code, into):
    cases.merge_topic(code=code, into=into, seen_version=version(code), by=admin.actor, at=AT)


def bring_back(admin, code):
    cases.bring_back_topic(code=code, seen_version=version(code), by=admin.actor, at=AT)


def offered(**which):
    return [one.code for one in queries.topic_choices(public=True, **which)]


def test_each_wording_is_a_version_and_the_same_again_is_none(utility, admin, advance):
    for _twice in range(2):
        cases.change_topic(
            code=advance,
            draft=draft(utility, "Tussentijdse factuur"),
            seen_version=version(advance),
            by=admin.actor,
            at=AT,
        )
    page = queries.topic_page(advance)
    assert [(one.number, one.labels["nl"]) for one in page.versions] == [
        (2, "Tussentijdse factuur"),
        (1, "Voorschot"),
    ]
    assert {one.written_by for one in page.versions} == {admin.user_id}


def test_a_topic_that_is_older_than_its_versions_keeps_how_it_was(utility, admin):
    Topic.objects.create(code="older", labels={"nl": "Factuur"}, team=utility.team)
    cases.change_topic(
        code="older",
        draft=draft(utility, "Rekening"),
        seen_version=0,
        by=admin.actor,
        at=AT,
    )
    page = queries.topic_page("older")
    assert [one.labels["nl"] for one in page.versions] == ["Rekening", "Factuur"]
    assert [one.written_by for one in page.versions] == [admin.user_id, None]


def test_whoever_looked_at_an_older_version_is_told(utility, admin, advance):
    with pytest.raises(ChangedMeanwhile):
        cases.change_topic(
            code=advance, draft=draft(utility), seen_version=0, by=admin.actor, at=AT
        )


@pytest.mark.parametrize(
    ("code", "changes", "refusal"),
    [
        ("advance", {}, refusals.TopicCodeTaken),
        ("Met Spatie", {}, refusals.TopicCodeUnusable),
        ("new", {"labels": {"fr": "Acompte"}}, refusals.TopicWithoutLabel),
        ("new", {"parent_code": "nothing"}, NotFound),
        ("new", {"team_id": 999_999}, NotFound),
    ],
)
def test_a_topic_that_could_not_be_is_refused(utility, admin, advance, code, changes, refusal):
    with pytest.raises(refusal):
        cases.add_topic(code=code, draft=draft(utility, **changes), by=admin.actor, at=AT)


def test_a_topic_stays_in_its_closed_part(utility, admin, advance):
    with pytest.raises(refusals.TopicOtherPart):
        cases.change_topic(
            code=advance,
            draft=draft(utility, team_id=utility.ombuds_team.pk),
            seen_version=version(advance),
            by=admin.actor,
            at=AT,
        )
    with pytest.raises(refusals.TopicOtherPart):
        merge(admin, advance, "ombuds")


def test_a_merged_topic_is_offered_no_more_and_what_comes_in_goes_to_the_other(
    utility, admin, advance
):
    old = make.case(topic_code=advance)
    assert advance in offered()

    merge(admin, advance, "invoice")

    assert advance not in offered()
    assert offered(also=[advance])[-1] == advance
    new = make.case(topic_code=advance)  # a page that was open for hours, a mailbox
    assert Case.objects.get(pk=new.case_id).topic.code == "invoice"
    assert CaseTopic.objects.get(case_id=new.case_id).topic_code == "invoice"
    kept = Case.objects.get(pk=old.case_id)
    assert (kept.topic.code, queries.topic_label(advance)) == (advance, "Voorschot")
    assert queries.topic_path(advance) == ("invoice", advance)


def test_a_mailbox_of_a_merged_topic_goes_on(utility, admin, advance):
    make.mailbox(topic_code=advance)
    merge(admin, advance, "invoice")
    assert mail_topic(mailbox_source("klantendienst"), "ordinary") == "invoice"


def test_a_case_keeps_a_topic_that_went_out_of_use_and_no_other_gets_it(utility, admin, advance):
    agent = make.employee(utility)
    old, other = make.case(topic_code=advance), make.case()
    cases.retire_topic(code=advance, seen_version=version(advance), by=admin.actor, at=AT)

    def edit(opened, code):
        changes = CaseChanges("Nieuw", code, Priority.NORMAL, utility.team.pk, None)
        cases.edit_case(
            case_id=opened.case_id, changes=changes, seen_version=1, by=agent.actor, at=AT
        )

    edit(old, advance)
    with pytest.raises(UnknownTopic):
        edit(other, advance)
    with pytest.raises(NotFound):
        cases.resolve_case(
            case_id=other.case_id, topic_code=advance, seen_version=1, by=agent.actor, at=AT
        )
    with pytest.raises(UnknownTopic):
        make.case(topic_code=advance)
    cases.resolve_case(
        case_id=old.case_id, topic_code=advance, seen_version=2, by=agent.actor, at=AT
    )


def rows():
    """Return the topics as they lie in the database, without the count of their versions."""
    return list(Topic.objects.order_by("pk").values_list(
        "code", "parent", "labels", "team", "is_public", "position", "retired_at", "merged_into"
    ))  # fmt: skip


def test_a_merge_is_undone_to_the_row_while_nothing_new_came_twice(utility, admin, advance):
    make.case(topic_code=advance)
    before = rows()
    for _twice in range(2):
        merge(admin, advance, "invoice")
        assert rows() != before
        bring_back(admin, advance)
        assert rows() == before
    with pytest.raises(refusals.TopicInUse):
        bring_back(admin, advance)
    assert advance in offered()


def test_after_something_new_came_it_stays_merged(utility, admin, advance):
    make.case()  # before: not new
    merge(admin, advance, "invoice")
    assert queries.new_since(advance) == 0
    make.case(topic_code="invoice")
    with pytest.raises(refusals.SomethingNewCame):
        bring_back(admin, advance)
    assert queries.new_since(advance) == 1


def test_the_topic_of_mail_and_one_with_others_below_must_stay(utility, admin, advance):
    with pytest.raises(refusals.TopicNeeded):
        cases.retire_topic(code="mail", seen_version=version("mail"), by=admin.actor, at=AT)
    cases.add_topic(code="part", draft=draft(utility, parent_code=advance), by=admin.actor, at=AT)
    with pytest.raises(refusals.TopicHasChildren):
        cases.retire_topic(code=advance, seen_version=version(advance), by=admin.actor, at=AT)
    with pytest.raises(refusals.TopicBelowItself):
        cases.change_topic(
            code=advance,
            draft=draft(utility, parent_code="part"),
            seen_version=version(advance),
            by=admin.actor,
            at=AT,
        )
