"""The demo utility: invented, the same for the same number of customers and the same day.

Everything is made by the actions that the sites use, at the moments at which it would have
happened, so that ledger, clocks, marks and audit are what they would be after a year of work.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice

from django.utils import timezone

from debiet.cases import queries as cases
from debiet.cli.demo_data.around import Around
from debiet.cli.demo_data.articles import write_articles
from debiet.cli.demo_data.colleagues import PASSWORD, SIGN_INS, hire
from debiet.cli.demo_data.complaining import FEW_CUSTOMERS, count_connections, grievances
from debiet.cli.demo_data.letters import post_of_today
from debiet.cli.demo_data.lives import House, Story
from debiet.cli.demo_data.moments import hours_from
from debiet.cli.demo_data.paper import go_on_paper
from debiet.cli.demo_data.past import happen, sweep
from debiet.cli.demo_data.people import LARGE_PRINT_EVERY, Person, chosen_method, people
from debiet.cli.demo_data.phone import ring_and_promise
from debiet.cli.demo_data.plans import OLDEST, plans
from debiet.cli.demo_data.quiet import quietly
from debiet.cli.demo_data.waiting import wait_at_the_desk
from debiet.cli.profile_desk import Desk
from debiet.cli.profile_files import Profile, read_profile
from debiet.cli.profile_load import appoint_leads, load_profile, save_organizations
from debiet.core.actor import Actor
from debiet.customers import actions as customers
from debiet.rules.delivery import MessageKind
from debiet.staff import queries as staff
from debiet.terms import queries as terms

__all__ = ["PASSWORD", "SIGN_INS", "load"]

CUSTOMERS_A_CASE = 3
CHUNK = 1000
REPORT_EVERY = 250

Report = Callable[[str], None]


def load(customers: int, report: Report, *, now: datetime | None = None) -> None:
    """Fill an empty database with the demo utility.

    :param customers: how many it has; about one in three asked something in the past year
    :param report: told in words how far it is
    """
    now = now or timezone.now()
    by = Actor.system("demo")
    profile = read_profile("demo")
    load_profile(profile, by=by, at=now)
    report(f"  Teams, topics, terms and texts of {profile.organizations[0].name}: loaded.")
    house = _house(profile, by=by, at=now - OLDEST)
    report(f"  Employees with {len(SIGN_INS)} sign-ins: made.")
    author, approver = house.workers["klantendienst"][:2]
    written = write_articles(author=author, approver=approver, at=now - OLDEST)
    report(f"  {written} articles of what we know: written and approved.")
    count_connections(by=by, at=now - OLDEST, now=now)
    everybody = list(people(customers))
    _record(everybody, by=by, at=now - OLDEST)
    report(f"  {len(everybody)} customers: recorded.")
    _let_happen(everybody, house, report, now=now)


def _house(profile: Profile, *, by: Actor, at: datetime) -> House:
    workers, by_sign_in = hire(_organizations(profile, by=by, at=at), by=by, at=at)
    appoint_leads(profile, Desk(), by=by, at=at)
    team_ids = {team.code: staff.team_id(team.code) or 0 for team in profile.teams}
    hours = terms.newest_definition("office-hours") or {}
    return House(
        workers=workers,
        by_sign_in=by_sign_in,
        team_ids=team_ids,
        hours=hours_from(hours),
        system=by,
    )


def _organizations(profile: Profile, *, by: Actor, at: datetime) -> Mapping[bool, int]:
    ids = save_organizations(profile, Desk(), by=by, at=at)
    return {one.is_partner: ids[one.code] for one in profile.organizations}


def _record(everybody: list[Person], *, by: Actor, at: datetime) -> None:
    rest = iter(everybody)
    done = 0
    while chunk := list(islice(rest, CHUNK)):
        ids = customers.add_customers(customers=[person.as_new() for person in chunk], by=by, at=at)
        for serial, customer_id in enumerate(ids, start=done + 1):
            _choose(serial, customer_id, by=by, at=at)
        done += len(ids)


def _choose(serial: int, customer_id: int, *, by: Actor, at: datetime) -> None:
    """Let a few customers choose how they are written to."""
    if method := chosen_method(serial):
        customers.choose_delivery(
            customer_id=customer_id, kind=MessageKind.CORRESPONDENCE, method=method, by=by, at=at
        )
    if serial % LARGE_PRINT_EVERY == 13:
        customers.set_large_print(customer_id=customer_id, wants_large_print=True, by=by, at=at)


def _let_happen(everybody: list[Person], house: House, report: Report, *, now: datetime) -> None:
    wanted = len(everybody) // CUSTOMERS_A_CASE
    if not wanted:
        return
    told = 0
    is_whole = len(everybody) >= FEW_CUSTOMERS

    def tell(made: int) -> None:
        nonlocal told
        if made >= told + REPORT_EVERY:
            told = made
            report(f"  {made} things that happened in the past year: written down.")

    with quietly():
        stories = [
            Story(house, plan) for plan in plans(everybody, wanted, hours=house.hours, now=now)
        ]
        lives = [story.life() for story in stories]
        complained = grievances(everybody, house, now=now)
        around = Around(house, stories, everybody, now).lives() if is_whole else []
        happen([*lives, *complained, *around], now=now, by=house.system, report=tell)
        go_on_paper(stories, now=now, by=house.system)
        ring_and_promise(house, now=now)
        if is_whole:
            wait_at_the_desk(house, colleague_number=everybody[-1].number, now=now)
        scanned = post_of_today(now=now, by=house.system)
        sweep(at=now, now=now, by=house.system)
        lost = cases.unaccounted(viewer=Actor.system("contacts.check"), at=now)
    report(f"  {scanned} letters: scanned, and waiting to be registered.")
    report(f"  {len(complained)} complaints: in every state, a good half with the ombuds function.")
    report(f"  {wanted} questions, requests and reports: asked, and most of them answered.")
    report(
        f"  {len(lost)} contacts, over all channels: without a case, a term or somebody's hands."
    )
