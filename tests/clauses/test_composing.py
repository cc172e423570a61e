"""Messages are composed of approved texts in the reader's language."""

from datetime import timedelta

import pytest

from debiet.clauses import actions, queries
from debiet.core.actor import Actor
from debiet.rules.access import Permission
from debiet.rules.language import FormOfAddress
from tests import make

pytestmark = pytest.mark.django_db


def compose(language="nl", at=make.MONDAY, **values):
    return queries.compose("greeting", language=language, values=values, at=at)


def test_a_template_is_filled_in_the_language_asked_for():
    make.utility()

    assert compose("fr", name="Ann").text == "[fr] Beste Ann,"


def test_a_version_is_used_only_once_approved_and_from_its_moment_on():
    make.utility()
    written = actions.write_clause(
        code="hello",
        title="hello",
        language="nl",
        text="Dag {name},",
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    assert compose(name="Ann").text == "[nl] Beste Ann,"

    tomorrow = make.MONDAY + timedelta(days=1)
    actions.approve_clause(
        version_id=written.pk, valid_from=tomorrow, by=make.SYSTEM, at=make.MONDAY
    )

    assert compose(name="Ann").text == "[nl] Beste Ann,"
    assert compose(name="Ann", at=tomorrow).text == "Dag Ann,"


def test_the_writer_cannot_approve():
    make.utility()
    both = Actor(
        user_id=5, permissions=frozenset({Permission.EDIT_CLAUSES, Permission.APPROVE_CLAUSES})
    )
    written = actions.write_clause(
        code="hello", title="hello", language="nl", text="Hé {name}", by=both, at=make.MONDAY
    )

    with pytest.raises(actions.ApprovedByWriter):
        actions.approve_clause(
            version_id=written.pk, valid_from=make.MONDAY, by=both, at=make.MONDAY
        )


def test_a_language_that_is_missing_falls_back_to_dutch_and_says_so():
    make.utility()
    version = actions.write_clause(
        code="dutch", title="dutch", language="nl", text="Groet", by=make.SYSTEM, at=make.MONDAY
    )
    actions.approve_clause(
        version_id=version.pk, valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
    )
    actions.save_template(
        code="greeting",
        title="greeting",
        clause_codes=["hello", "dutch"],
        is_for_answers=True,
        by=make.SYSTEM,
        at=make.MONDAY,
    )

    composed = compose("fr", name="Ann")

    assert composed.text == "[fr] Beste Ann,\n\nGroet"
    assert composed.missing == ("dutch",)


def test_a_place_without_a_value_stays_visible_and_is_named():
    make.utility()

    composed = compose()

    assert composed.text == "[nl] Beste {name},"
    assert composed.missing == ("name",)


def test_a_clause_that_is_not_written_in_the_form_of_address_is_taken_as_it_is():
    make.utility()
    version = actions.write_clause(
        code="ack", title="ack", language="nl-je", text="Dag!", by=make.SYSTEM, at=make.MONDAY
    )
    actions.approve_clause(
        version_id=version.pk, valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
    )
    actions.save_template(
        code="both",
        title="both",
        clause_codes=["ack", "hello"],
        is_for_answers=True,
        by=make.SYSTEM,
        at=make.MONDAY,
    )

    def said(language, form):
        return queries.compose(
            "both", language=language, values={"name": "Ann"}, at=make.MONDAY, form=form
        )

    assert said("nl", FormOfAddress.FAMILIAR).text == "Dag!\n\n[nl] Beste Ann,"
    assert "number" in said("nl", FormOfAddress.POLITE).missing
    assert said("nl", FormOfAddress.POLITE).text.startswith("[nl] Beste Ann, we kregen")
    assert said("fr", FormOfAddress.FAMILIAR).text.endswith("[fr] Beste Ann,")
