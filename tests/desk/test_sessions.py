"""Sessions are listed in words and ended: the own ones, and by an administrator those of others."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from debiet.core.models import AuditEntry
from debiet.identity import open_sessions
from debiet.identity.models import OpenSession, User
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def browse(settings):
    """Sign somebody in by address and password, in a browser that names itself."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

    def signed_in(somebody, agent=FIREFOX, address="81.82.200.17"):
        client = Client(headers={"accept-language": "en", "user-agent": agent}, REMOTE_ADDR=address)
        facts = {"login": somebody.email, "password": make.PASSWORD}
        assert client.post("/account/login/", facts).status_code == 302
        return client

    return signed_in


@pytest.fixture
def admin(utility):
    return make.employee(utility, role=Role.ADMIN, name="An Beheer")


def is_in(client) -> bool:
    return client.get("/sessions/").status_code == 200


def ids(somebody) -> list[int]:
    rows = OpenSession.objects.filter(user_id=somebody.user_id).order_by("id")
    return list(rows.values_list("pk", flat=True))


def test_the_own_sessions_are_listed_in_words_and_the_place_is_not_guessed(agent, browse):
    browse(agent, PHONE, "2a02:1810:4d3e:9900::1")
    words = text_of(browse(agent).get("/sessions/"))
    assert "Firefox on Linux" in words
    assert "Safari on iPhone" in words
    assert words.count("this one") == 1
    assert "81.82.0.0/16" in words
    assert "200.17" not in words
    assert "9900" not in words


def test_a_browser_that_is_not_known_is_said_to_be_so(agent, browse):
    assert "A browser that we do not know" in text_of(browse(agent, "curl/8").get("/sessions/"))


def test_ending_one_session_works_at_its_next_request_and_leaves_the_other(agent, browse):
    lost, own = browse(agent, PHONE), browse(agent)
    assert is_in(lost)
    own.post(f"/sessions/{ids(agent)[0]}/end/")
    assert lost.get("/work/mine/").headers["location"].startswith("/account/login/")
    assert lost.get("/work/mine/", headers={"HX-Request": "true"}).status_code == 401
    assert is_in(own)
    entry = AuditEntry.objects.get(action="identity.open_sessions.end_own_session")
    assert (entry.reference, entry.user_id) == (f"user:{agent.user_id}", agent.user_id)


def test_ending_all_others_leaves_the_one_that_asked(agent, browse):
    others, own = [browse(agent, PHONE), browse(agent)], browse(agent)
    colleague = browse(make.employee(make_again(agent)))
    own.post("/sessions/others/end/")
    assert [is_in(one) for one in others] == [False, False]
    assert is_in(own)
    assert is_in(colleague)


def make_again(somebody):
    """Return the utility that somebody works for."""
    from debiet.staff.models import Employee, Team

    employee = Employee.objects.get(pk=somebody.employee_id)
    team = Team.objects.get(code="invoices")
    return make.Utility(employee.organization, employee.organization, team, team, team)


def test_nobody_ends_the_session_of_somebody_else(utility, agent, browse):
    colleague = make.employee(utility)
    theirs, own = browse(colleague), browse(agent)
    (session_id,) = ids(colleague)
    assert own.post(f"/sessions/{session_id}/end/").status_code == 404
    assert own.get(f"/sessions/employees/{colleague.employee_id}/").status_code == 403
    path = f"/sessions/employees/{colleague.employee_id}/end/"
    assert own.post(path, {"session": session_id}).status_code == 403
    assert is_in(theirs)


def test_an_administrator_ends_one_or_all_of_an_employees_sessions(agent, admin, browse):
    first, second, third = browse(agent), browse(agent, PHONE), browse(agent)
    desk = browse(admin)
    assert "Tom Jacobs" in text_of(desk.get("/sessions/employees/"))
    page = f"/sessions/employees/{agent.employee_id}/"
    assert "Safari on iPhone" in text_of(desk.get(page))
    desk.post(page + "end/", {"session": ids(agent)[1]})
    assert [is_in(one) for one in (first, second, third)] == [True, False, True]
    desk.post(page + "end/")
    assert [is_in(one) for one in (first, third)] == [False, False]
    assert is_in(desk)


def test_a_session_of_somebody_else_is_not_ended_through_an_employees_page(
    utility, agent, admin, browse
):
    colleague = make.employee(utility)
    theirs, desk = browse(colleague), browse(admin)
    path = f"/sessions/employees/{agent.employee_id}/end/"
    for named in (ids(colleague)[0], "0", "x", "²"):
        assert desk.post(path, {"session": named}).status_code == 404
    assert is_in(theirs)


def test_signing_out_takes_the_session_from_the_list(agent, browse):
    client = browse(agent)
    client.post("/account/logout/")
    assert not ids(agent)


def test_latest_used_is_written_every_few_minutes_only(agent, browse, clock):
    client = browse(agent)
    begun = clock.moment
    clock.at(begun + timedelta(minutes=4))
    client.get("/work/mine/")
    assert OpenSession.objects.get().seen_at == begun
    clock.at(begun + timedelta(minutes=6))
    client.get("/work/mine/")
    assert OpenSession.objects.get().seen_at == clock.moment
    assert OpenSession.objects.get().started_at == begun


def test_a_session_from_before_the_list_is_on_it_once_it_is_used(agent, browse, clock):
    client = browse(agent)
    OpenSession.objects.all().delete()
    clock.at(clock.moment + open_sessions.SEEN_EVERY)
    assert "this one" in text_of(client.get("/sessions/"))


def test_a_session_that_is_over_is_not_listed_and_is_forgotten(agent, browse, clock):
    client = browse(agent)
    Session.objects.exclude(session_key=client.session.session_key).delete()
    OpenSession.objects.create(
        session_key="gone",
        user=User.objects.get(pk=agent.user_id),
        started_at=clock.moment,
        seen_at=clock.moment,
    )
    assert len(open_sessions.sessions_of(agent.user_id, viewer=agent.actor, at=clock.moment)) == 1
    assert open_sessions.forget_ended(clock.moment) == 1
    assert len(ids(agent)) == 1


def test_the_pages_take_as_many_statements_with_many_sessions_as_with_one(
    agent, admin, browse, sign_in, django_assert_max_num_queries
):
    desk = sign_in(admin)
    for _number in range(12):
        browse(agent)
    for page in ("/sessions/employees/", f"/sessions/employees/{agent.employee_id}/"):
        with django_assert_max_num_queries(12):
            assert desk.get(page).status_code == 200
