"""The office's report of a year: counted as published, told without who."""

import pytest

from debiet.cases.actions import Contact
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.models import Complaint, CorrectiveAction, OmbudsFile, OmbudsRemedy
from debiet.rules.access import Role
from debiet.rules.complaint_remedies import RemedyKind
from debiet.rules.complaint_themes import DEFAULT_THEMES
from tests import make
from tests.complaints.conftest import registered

ASSESSED = ["founded"] * 6 + ["unfounded"] * 5


def told(cells):
    """Return what a table tells that there was."""
    return {key: count for key, count in cells.items() if count}


def opened(people, *, number):
    """Give complaints to the office, and conclude them as rows."""
    for one in range(number):
        contact = Contact(name="Ann De Smet", address="Kerkstraat 12, 9880 Aalter")
        complaint = registered(make.case(contact=contact), by=people.agent.actor, theme="bill")
        actions.say_cannot_solve(
            complaint_id=complaint.pk, reason="Nee.", by=people.agent.actor, at=make.MONDAY
        )
        Complaint.objects.filter(pk=complaint.pk).update(
            step="decided", assessment=ASSESSED[one], outcome="solved", norms=["law"]
        )
    OmbudsFile.objects.update(
        concluded_at=make.local("2026-03-12 10:00"), handler=people.office.employee_id
    )
    return list(OmbudsFile.objects.order_by("id"))


def test_the_report_counts_the_year_and_keeps_back_what_is_small(people):
    files = opened(people, number=11)
    same = {"words": "Iets.", "owner_id": people.agent.employee_id, "due_on": "2026-04-01"}
    for file in files[:6]:
        OmbudsRemedy.objects.create(file=file, kind="apology", step="done", **same)
        CorrectiveAction.objects.create(file=file, root_cause="process", step="carried-out", **same)
    OmbudsRemedy.objects.create(file=files[0], kind="refund", amount=5, step="done", **same)

    found = complaints.ombuds_report(2026, viewer=people.office.actor)

    assert found.files.total == 11
    assert told(found.files.tables["outcome"]) == {"founded": 6, "unfounded": 5}
    assert told(found.files.tables["theme"]) == {"bill": 11}
    assert (found.norms, str(found.mean)) == ({"law": 6}, "10.0")
    # One refund is kept back, and so is everything that there could have been as little of.
    assert set(found.remedies.tables["kind"]) == set(RemedyKind)
    assert told(found.remedies.tables["kind"]) == {"apology": 6}
    assert found.remedies.tables["kind"]["refund"] is found.remedies.tables["kind"]["correction"]
    assert found.remedies.total == 7
    assert told(found.actions.tables["root_cause"]) == {"process": 6}
    assert found.actions_done == 6
    assert complaints.ombuds_report(2025, viewer=people.office.actor).files.total == 0
    # Nobody else has anything to report.
    assert complaints.ombuds_report(2026, viewer=people.lead.actor).files.total == 0


def test_what_would_tell_a_hidden_number_is_not_told_beside_it(people):
    """Five of six founded: that a norm was breached five times would give the sixth away."""
    opened(people, number=6)
    Complaint.objects.filter(pk=Complaint.objects.latest("id").pk).update(assessment="unfounded")

    found = complaints.ombuds_report(2026, viewer=people.office.actor)

    assert found.files.total == 6
    # Which of the others the sixth was is not told.
    assert told(found.files.tables["outcome"]) == {"founded": 5}
    assert list(found.files.tables["outcome"].values()).count(None) == 6
    assert (found.norms, found.mean) == ({}, None)


def test_no_line_of_the_report_tells_that_there_was_one(people):
    """Were only the two subjects listed that there were, two files of two would be one of each."""
    files = opened(people, number=11)
    for file, theme in zip(files, ("quality", "privacy"), strict=False):
        Complaint.objects.filter(pk=file.complaint_id).update(theme=theme)

    themes = complaints.ombuds_report(2026, viewer=people.office.actor).files.tables["theme"]

    assert told(themes) == {"bill": 9}
    assert set(themes) == {*(one.code for one in DEFAULT_THEMES), "unknown"}
    assert {count for theme, count in themes.items() if theme != "bill"} == {None}


def test_a_story_does_not_name_the_street_of_the_customers_account(people):
    make.customer(email="ann@example.be")  # Kouterbaan 18, Wetteren: nobody said so in the case
    complaint = registered(make.case(), by=people.agent.actor)
    actions.say_cannot_solve(
        complaint_id=complaint.pk, reason="Nee.", by=people.agent.actor, at=make.MONDAY
    )
    OmbudsFile.objects.update(concluded_at=make.MONDAY, handler=people.office.employee_id)

    for place in ("Kouterbaan", "Wetteren"):
        with pytest.raises(actions.StoryNames):
            actions.write_story(
                file_id=OmbudsFile.objects.get().pk,
                text=f"Een klant in de buurt van {place} wachtte.",
                by=people.office.actor,
                at=make.MONDAY,
            )


def test_a_story_names_nobody_and_another_takes_its_place(people):
    [file] = opened(people, number=1)
    by = {"file_id": file.pk, "by": people.office.actor, "at": make.MONDAY}
    for words, refusal in (
        (" ", actions.StoryEmpty),
        ("a" * 1501, actions.StoryLong),
        ("Mevrouw De Smet wachtte.", actions.StoryNames),
        ("Een klant in Aalter wachtte.", actions.StoryNames),
        ("Tom Jacobs beloofde het.", actions.StoryNames),
        ("Het was zaak 2026-000123.", actions.StoryNames),
    ):
        with pytest.raises(refusal):
            actions.write_story(text=words, **by)

    actions.write_story(text="Een klant wachtte lang op antwoord.", **by)
    actions.write_story(text="Een klant wachtte te lang.", **by)
    found = complaints.ombuds_report(2026, viewer=people.office.actor)
    assert found.stories == ["Een klant wachtte te lang."]
    assert (found.files.total, found.mean) == (None, None)
    assert complaints.story_of(file.pk, viewer=people.lead.actor) == ""
    actions.take_story_out(**by)
    assert complaints.story_of(file.pk, viewer=people.office.actor) == ""


def test_only_who_handles_a_file_that_is_over_tells_it(people):
    [file] = opened(people, number=1)
    deputy = make.employee(people.utility, role=Role.OMBUDS, team=people.utility.ombuds_team)
    with pytest.raises(actions.NotHandler):
        actions.write_story(file_id=file.pk, text="Zo.", by=deputy.actor, at=make.MONDAY)
    OmbudsFile.objects.update(concluded_at=None)
    with pytest.raises(actions.NotConcluded):
        actions.write_story(file_id=file.pk, text="Zo.", by=people.office.actor, at=make.MONDAY)
