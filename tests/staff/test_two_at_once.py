"""Two at once: the house keeps an admin, a role is agreed to once, a topic goes one way."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from debiet.cases import actions as cases
from debiet.cases.models import Topic
from debiet.core.errors import Refused
from debiet.rules.access import Role
from debiet.staff import actions, granting
from debiet.staff.models import RoleGrant, RoleRequest
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.MONDAY


def at_once(*steps):
    """Run steps in threads of their own; return which of them were refused."""

    def run(step):
        try:
            step()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def admins(utility):
    return [make.employee(utility, role=Role.ADMIN) for _number in range(2)]


def test_two_admins_who_take_the_role_from_each_other_leave_one(admins):
    def take(one, other):
        return lambda: actions.revoke_role(
            employee_id=other.employee_id, role=Role.ADMIN, by=one.actor, at=AT
        )

    first, second = admins
    said = at_once(take(first, second), take(second, first))
    assert said == ["", "staff.last-admin"]
    assert RoleGrant.objects.filter(role=Role.ADMIN, revoked_at__isnull=True).count() == 1


def test_a_role_that_two_agree_to_at_once_is_given_once(utility, admins):
    agent = make.employee(utility)
    dpos = [make.employee(utility, role=Role.DPO) for _number in range(2)]
    granting.give_role(employee_id=agent.employee_id, role=Role.OMBUDS, by=admins[0].actor, at=AT)
    request = RoleRequest.objects.get()

    def agree(one):
        return lambda: granting.approve_role(request_id=request.pk, by=one.actor, at=AT)

    assert at_once(*map(agree, dpos)) == ["", "core.not-found"]
    assert RoleGrant.objects.filter(employee=agent.employee_id, role=Role.OMBUDS).count() == 1


def test_two_topics_merged_into_each_other_at_once_leave_one_in_use(utility, admins):
    admin = admins[0].actor
    for code in ("one", "other"):
        draft = cases.TopicDraft({"nl": code}, team_id=utility.team.pk)
        cases.add_topic(code=code, draft=draft, by=admin, at=AT)

    def merge(code, into):
        return lambda: cases.merge_topic(code=code, into=into, seen_version=1, by=admin, at=AT)

    said = at_once(merge("one", "other"), merge("other", "one"))
    assert said == ["", "cases.topic-not-in-use"]
    in_use = Topic.objects.filter(code__in=["one", "other"], retired_at__isnull=True)
    (left,) = in_use.values_list("code", flat=True)

    gone = {"one": "other", "other": "one"}[left]

    def back():
        cases.bring_back_topic(code=gone, seen_version=2, by=admin, at=AT)

    assert at_once(back, back) == ["", "core.changed-meanwhile"]
    assert in_use.count() == 2
