"""What employees are told: where each kind goes, when a digest is due, what a mail may say."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.access import Compartment, Role, partner_compartment
from debiet.rules.notices import (
    DEFAULT_MAIL,
    DIGEST_AT,
    HOUSE,
    KEPT,
    SPECIAL,
    UNCHOSEN,
    Choice,
    Digest,
    Item,
    Line,
    MailWay,
    NoticeKind,
    arranged,
    default_choice,
    digest_time,
    digest_until,
    is_named_in_mail,
    kind_of,
    kinds_for,
    settled,
)
from tests.rules.worked import moment

CHOICES = st.builds(Choice, in_desk=st.booleans(), mail=st.sampled_from(MailWay))
ROLES = st.lists(st.sampled_from(Role), unique=True, max_size=3)


@pytest.mark.parametrize(
    ("told", "level", "kind"),
    [
        ("case.level", 75, NoticeKind.AT_RISK),
        ("case.level", 99, NoticeKind.AT_RISK),
        ("case.level", 100, NoticeKind.BREACHED),
        ("case.level", 200, NoticeKind.BREACHED),
        ("case.level", None, NoticeKind.AT_RISK),
        ("case.level", "100", NoticeKind.AT_RISK),
        ("quarantine.level", 100, NoticeKind.HELD),
        ("task.asked", None, NoticeKind.TASK_ASKED),
        ("customer.close-file", None, NoticeKind.CLOSE_FILE),
        ("of.a-newer-version", None, NoticeKind.OTHER),
    ],
)
def test_what_was_told_is_of_one_kind(told, level, kind):
    assert kind_of(told, level=level) is kind


@pytest.mark.parametrize(
    ("kind", "roles", "mail"),
    [
        (NoticeKind.BREACHED, [Role.AGENT], MailWay.NONE),
        (NoticeKind.BREACHED, [Role.TEAM_LEAD], MailWay.DAILY),
        (NoticeKind.BREACHED, [Role.AGENT, Role.TEAM_LEAD], MailWay.DAILY),
        (NoticeKind.AT_RISK, [Role.TEAM_LEAD], MailWay.NONE),
        (NoticeKind.CLOSE_FILE, [Role.OMBUDS], MailWay.DAILY),
        (NoticeKind.CLOSE_FILE, [Role.DPO], MailWay.AT_ONCE),
        (NoticeKind.CLOSE_FILE, [Role.TEAM_LEAD, Role.DPO], MailWay.AT_ONCE),
        (NoticeKind.TASK_ASKED, [Role.PARTNER_AGENT], MailWay.NONE),
        (NoticeKind.LEAVER, [Role.TEAM_LEAD], MailWay.DAILY),
        (NoticeKind.EMERGENCY, [Role.DPO], MailWay.NONE),  # has a mail of its own
        (NoticeKind.OTHER, [Role.ADMIN], MailWay.NONE),
        (NoticeKind.BREACHED, [], MailWay.NONE),
    ],
)
def test_while_nobody_chose_the_roles_say_what_is_mailed(kind, roles, mail):
    assert default_choice(kind, roles) == Choice(True, mail)


@given(st.sampled_from(NoticeKind), CHOICES, ROLES)
def test_a_choice_holds_but_never_takes_out_of_the_desk_what_must_stay(kind, chosen, roles):
    found = settled(kind, chosen, roles)
    if kind in UNCHOSEN:
        assert found == default_choice(kind, roles)
    else:
        assert found.mail is chosen.mail
        assert found.in_desk is (chosen.in_desk or kind in KEPT)


@given(st.sampled_from(NoticeKind), ROLES)
def test_without_a_choice_everything_stands_in_the_desk(kind, roles):
    assert settled(kind, None, roles) == default_choice(kind, roles)
    assert settled(kind, None, roles).in_desk


@pytest.mark.parametrize(
    ("choice", "is_told"),
    [
        (Choice(True, MailWay.NONE), True),
        (Choice(False, MailWay.DAILY), True),
        (Choice(False, MailWay.AT_ONCE), True),
        (Choice(False, MailWay.NONE), False),
    ],
)
def test_who_wants_it_nowhere_is_not_told(choice, is_told):
    assert choice.is_told is is_told


@pytest.mark.parametrize("role", Role)
def test_somebody_chooses_what_it_can_be_told_of_and_nothing_unknown(role):
    kinds = kinds_for([role])
    assert not UNCHOSEN & set(kinds)
    assert set(DEFAULT_MAIL.get(role, {})) <= set(kinds)


def test_an_agent_chooses_of_what_cases_bring_admins_and_the_dpo_of_their_own_and_hr_of_none():
    assert set(kinds_for([Role.AGENT])) == set(NoticeKind) - UNCHOSEN - set(SPECIAL)
    of_admins = (NoticeKind.LAST_ADMIN, NoticeKind.ROLE_WAITS)
    assert kinds_for([Role.DPO]) == (
        NoticeKind.CLOSE_FILE,
        NoticeKind.LAST_ADMIN,
        NoticeKind.TRIED,
        NoticeKind.UNJUDGED,
        NoticeKind.ROLE_WAITS,
    )
    assert kinds_for([Role.ADMIN]) == of_admins
    assert set(kinds_for([Role.AGENT, Role.ADMIN])) - set(kinds_for([Role.AGENT])) == {*of_admins}
    assert set(kinds_for([Role.TEAM_LEAD])) - set(kinds_for([Role.AGENT])) == {
        NoticeKind.TEXT_WAITS,
        NoticeKind.LETTER_WAITS,
    }
    assert kinds_for([Role.HR]) == ()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("07:30", time(7, 30)),
        ("10:00", time(10)),
        (None, DIGEST_AT),
        ("", DIGEST_AT),
        ("early", DIGEST_AT),
        ("25:00", DIGEST_AT),
        ("08:30+02:00", DIGEST_AT),
    ],
)
def test_the_house_says_when_digests_leave_if_it_says_a_time_of_day(text, at):
    assert digest_time(text) == at


DUE = moment("2026-03-03 08:00")


@pytest.mark.parametrize(
    ("now", "changes", "until"),
    [
        ("2026-03-03 07:59", {}, None),
        ("2026-03-03 08:00", {}, DUE),
        ("2026-03-03 08:01", {}, DUE),
        ("2026-03-03 16:30", {}, DUE),  # the worker was down: late, and nothing of today in it
        ("2026-03-03 08:00", {"is_working_day": False}, None),
        ("2026-03-03 08:00", {"is_absent": True}, None),
        ("2026-03-03 08:00", {"latest_on": date(2026, 3, 2)}, DUE),
        ("2026-03-03 08:00", {"latest_on": date(2026, 3, 3)}, None),
        ("2026-03-03 08:00", {"latest_on": date(2026, 3, 4)}, None),
        ("2026-03-03 08:00", {"starts_at": time(10)}, None),
        ("2026-03-29 08:00", {}, moment("2026-03-29 08:00")),  # the day of 23 hours
        ("2026-10-25 02:30", {"starts_at": time(2, 30)}, moment("2026-10-25 02:30")),
    ],
)
def test_a_digest_is_due_once_a_working_day_from_its_hour_on(now, changes, until):
    values = {
        "starts_at": time(8),
        "is_working_day": True,
        "is_absent": False,
        "latest_on": None,
    } | changes
    assert digest_until(now=moment(now), **values) == until


@given(st.integers(0, 14 * 24 * 4), st.sets(st.integers(0, 13)), st.sets(st.integers(0, 13)))
def test_looking_every_quarter_for_two_weeks_makes_one_digest_a_day_at_most(first, away, closed):
    start, latest, sent = datetime(2026, 3, 2, tzinfo=UTC), None, []
    for quarter in range(first, 14 * 24 * 4):
        now = start + timedelta(minutes=15 * quarter)
        day = (now - start).days
        until = digest_until(
            now=now,
            starts_at=time(8),
            is_working_day=day not in closed,
            is_absent=day in away,
            latest_on=latest,
        )
        if until is not None:
            assert until <= now
            latest = now.date()
            sent.append(day)
    assert len(sent) == len(set(sent))
    whole = range(first // 96 + 1, 14)
    assert {day for day in whole if day not in away | closed} <= set(sent)
    assert not set(sent) & (away | closed)


@pytest.mark.parametrize(
    ("part", "is_named"),
    [
        (Compartment.ORDINARY, True),
        (partner_compartment("line"), True),
        (HOUSE, True),
        (Compartment.OMBUDS, False),
        (Compartment.HR, False),
        ("of-a-newer-version", False),
        ("", False),
    ],
)
def test_a_mail_names_cases_of_open_parts_only(part, is_named):
    assert is_named_in_mail(part) is is_named


def test_a_mail_says_kinds_in_their_order_each_case_once_and_of_closed_parts_a_count():
    found = arranged(
        [
            Item(NoticeKind.WOKEN, "2026-3", "ordinary"),
            Item(NoticeKind.BREACHED, "2026-2", "partner:line"),
            Item(NoticeKind.BREACHED, "2026-1", "ordinary"),
            Item(NoticeKind.BREACHED, "2026-2", "partner:line"),
            Item(NoticeKind.BREACHED, "2026-9", "ombuds"),
            Item(NoticeKind.HELD, "", "ordinary"),
            Item(NoticeKind.HELD, "", "ombuds"),
            Item(NoticeKind.HELD, "", "hr"),
        ]
    )
    assert found == Digest(
        lines=(
            Line(NoticeKind.BREACHED, 3, ("2026-2", "2026-1")),
            Line(NoticeKind.HELD, 1, ()),
            Line(NoticeKind.WOKEN, 1, ("2026-3",)),
        ),
        apart=(("hr", 1), ("ombuds", 2)),
    )
    assert found.count == 8


PARTS = st.sampled_from(["ordinary", "ombuds", "hr", "partner:line"])
ITEMS = st.lists(
    st.builds(
        Item,
        kind=st.sampled_from(NoticeKind),
        number=st.integers(0, 5).map(lambda n: f"open-{n}"),
        part=PARTS,
    ).map(
        lambda item: (
            item
            if is_named_in_mail(item.part)
            else Item(item.kind, item.number.replace("open", "closed"), item.part)
        )
    )
)


@given(ITEMS)
def test_a_mail_counts_everything_and_names_nothing_of_a_closed_part(items):
    found = arranged(items)
    assert found.count == len(items)
    named = {number for line in found.lines for number in line.numbers}
    assert named == {item.number for item in items if is_named_in_mail(item.part)}
    assert not any("closed" in number for number in named)
    shown = {item.kind for item in items if is_named_in_mail(item.part)}
    assert {line.kind for line in found.lines} == shown
